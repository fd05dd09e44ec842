package dev.parkade.cli.projections;

import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.SystemRefusal;
import java.time.Duration;
import java.util.Locale;

/// Begins a run and follows it to its end: progress on standard error, on one line that is redrawn
/// if a person watches. An interrupt stops the run after the batch it is at.
final class Following {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Terminal terminal;
  private final Orchestrator orchestrator;
  private String shown = "";

  Following(Terminal terminal, Orchestrator orchestrator) {
    this.terminal = terminal;
    this.orchestrator = orchestrator;
  }

  /// How the run ended.
  ///
  /// @throws SystemRefusal if it was not begun, was stopped or failed
  RunStatus toTheEnd(String what) throws InterruptedException {
    RunStatus status = orchestrator.begin(what);
    int run = status.run();
    var hook = new Thread(this::stop, "stop-projections");
    Runtime.getRuntime().addShutdownHook(hook);
    while (status.isRunning()) {
      show(what, status);
      Thread.sleep(PAUSE);
      status = orchestrator.status();
      if (status.run() != run) {
        throw new SystemRefusal(
            "order-orchestrator was started again in the middle; what was mended stays mended",
            "run this again");
      }
    }
    forget(hook);
    erase();
    if (!status.isDone()) {
      throw new SystemRefusal(
          status.error() == null ? "it was stopped" : status.error(),
          "run this again: what was mended stays mended; the log of order-orchestrator says more");
    }
    return status;
  }

  private void show(String what, RunStatus status) {
    if (status.done() == 0) {
      return;
    }
    String line = "%s: %s".formatted(what, progress(status));
    if (terminal.talkColoured()) {
      terminal.talk().print("\r\033[K" + line);
      terminal.talk().flush();
    } else if (!line.equals(shown)) {
      terminal.say(line);
    }
    shown = line;
  }

  private static String progress(RunStatus status) {
    return status.phase().equals("orders")
        ? String.format(Locale.ROOT, "%,d of %,d orders", status.done(), status.total())
        : String.format(Locale.ROOT, "%s %,d", status.phase(), status.done());
  }

  private void erase() {
    if (terminal.talkColoured()) {
      terminal.talk().print("\r\033[K");
      terminal.talk().flush();
    }
  }

  private void stop() {
    erase();
    try {
      orchestrator.stop();
      terminal.say("stopping after this batch; what was mended stays mended");
    } catch (SystemRefusal gone) {
      terminal.say("parkade: " + gone.getMessage());
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      // the hook does its work
    }
  }
}
