package dev.parkade.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/// How far a long piece of work is, on standard error: on a terminal a line that is redrawn, else a
/// line every few seconds. Work that ends sooner shows nothing. Told from one thread.
public final class ProgressBar implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final Duration LINE = Duration.ofSeconds(5);
  private static final int WIDTH = 24;

  private final Terminal terminal;
  private final String what;
  private final long begin = System.nanoTime();
  private final Thread ticker;
  private volatile long total;
  private volatile long done;

  /// Begins now.
  ///
  /// @param what is being done, such as *reading*
  public ProgressBar(Terminal terminal, String what) {
    this.terminal = terminal;
    this.what = what;
    this.ticker = Thread.ofVirtual().name("progress").start(this::tick);
  }

  /// How many there are; until then only what is done is shown.
  public void total(long count) {
    total = count;
  }

  /// How many are done.
  public void done(long count) {
    done = count;
  }

  /// One more is done.
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void step() {
    done++;
  }

  /// Says something, above the line that is redrawn.
  public synchronized void say(String line) {
    erase();
    terminal.say(line);
  }

  @Override
  public void close() {
    ticker.interrupt();
    synchronized (this) {
      erase();
    }
  }

  private void erase() {
    if (terminal.talkColoured()) {
      terminal.talk().print("\r\033[K");
      terminal.talk().flush();
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(terminal.talkColoured() ? REDRAW : LINE);
        synchronized (this) {
          draw();
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    String line = line(what, done, total, Duration.ofNanos(System.nanoTime() - begin));
    if (terminal.talkColoured()) {
      terminal.talk().print("\r\033[K" + line);
      terminal.talk().flush();
    } else {
      terminal.say(line);
    }
  }

  /// What is shown after this time.
  static String line(String what, long done, long total, Duration elapsed) {
    double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
    double rate = done / seconds;
    if (total <= 0) {
      return String.format(Locale.ROOT, "%s  %,d  %,.0f/s", what, done, rate);
    }
    double share = Math.min(1.0, (double) done / total);
    int filled = (int) (share * WIDTH);
    String left = done == 0 ? "" : "  " + left(Math.max(0, total - done) / rate) + " left";
    return String.format(
        Locale.ROOT,
        "%s  [%s%s]  %,d of %,d  %.0f %%  %,.0f/s%s",
        what,
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        done,
        total,
        share * 100,
        rate,
        left);
  }

  private static String left(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }
}
