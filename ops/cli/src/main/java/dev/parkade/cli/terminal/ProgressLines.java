package dev.parkade.cli.terminal;

import dev.parkade.local.Part;
import dev.parkade.local.Progress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Shows progress as lines on standard error, each with the time since the beginning; on a terminal
/// there is also a last line that says what is being waited for.
public final class ProgressLines implements Progress, AutoCloseable {
  private final Terminal terminal;
  private final long begin = System.nanoTime();
  private final Map<Part, String> doing = new EnumMap<>(Part.class);
  private final Thread ticker = Thread.ofPlatform().daemon().unstarted(this::tick);

  /// Begins now.
  public ProgressLines(Terminal terminal) {
    this.terminal = terminal;
    if (terminal.talkColoured()) {
      ticker.start();
    }
  }

  @Override
  public synchronized void began(Part part, String what) {
    doing.put(part, what);
    line(part.label(), what);
  }

  @Override
  public synchronized void done(Part part, String state, Duration took) {
    doing.remove(part);
    line(part.label(), "%s after %s".formatted(state, seconds(took)));
  }

  @Override
  public synchronized void note(String text) {
    line("", text);
  }

  @Override
  public void close() {
    ticker.interrupt();
    synchronized (this) {
      erase();
    }
  }

  /// A duration as people read it, such as `12.3 s`.
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  private void line(String name, String text) {
    erase();
    terminal.say("%7s  %-18s  %s".formatted(elapsed(), name, text).stripTrailing());
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(Duration.ofMillis(500));
        synchronized (this) {
          if (!doing.isEmpty()) {
            terminal.talk().print("\r\033[K%7s  %s".formatted(elapsed(), waitingFor()));
            terminal.talk().flush();
          }
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private String waitingFor() {
    return doing.entrySet().stream()
        .map(it -> it.getKey() + " " + it.getValue())
        .collect(Collectors.joining(", ", "... ", ""));
  }

  private void erase() {
    if (terminal.talkColoured()) {
      terminal.talk().print("\r\033[K");
    }
  }

  private String elapsed() {
    return seconds(Duration.ofNanos(System.nanoTime() - begin));
  }
}
