package dev.parkade.cli.terminal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl-C or SIGTERM as a request: a command that listens is let finish what it has in hand, and
/// decides the exit code. Without listening, the JVM ends as it always does.
public final class Interruption {
  /// Longer than any transaction may take.
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.INTERRUPTED);
  private final List<Runnable> hearers = new CopyOnWriteArrayList<>();
  private volatile boolean requested;
  private boolean listening;

  /// For a command that runs inside another one, which hears of signals itself: this one never
  /// keeps the process from ending.
  public static Interruption ofNobody() {
    var interruption = new Interruption();
    interruption.listening = true;
    return interruption;
  }

  /// From now on until [#ended] the process does not end at once.
  public synchronized void listen(Terminal terminal) {
    if (!listening) {
      listening = true;
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> letFinish(terminal), "finish-what-is-in-hand"));
    }
  }

  /// Whether to stop at the next point where nothing is half done.
  public boolean isRequested() {
    return requested;
  }

  /// Is told as soon as it is requested.
  public void onRequest(Runnable hearer) {
    hearers.add(hearer);
    if (requested) {
      hearer.run();
    }
  }

  /// What a signal does.
  public void request() {
    requested = true;
    hearers.forEach(Runnable::run);
  }

  /// The command has ended; the process may.
  public void ended(int code) {
    exitCode.set(code);
    ended.countDown();
  }

  private void letFinish(Terminal terminal) {
    if (ended.getCount() == 0) {
      return;
    }
    request();
    terminal.say("\nstopping: what is in hand is finished first");
    try {
      boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    // System.exit waits for this hook, and the signal's own code would hide the command's
    Runtime.getRuntime().halt(exitCode.get());
  }
}
