package dev.parkade.cli.demo;

import dev.parkade.cli.terminal.ProgressLines;
import dev.parkade.cli.terminal.Terminal;
import java.time.Duration;

/// Tells on standard error what happens; on a terminal with a bar while a chapter is going on.
final class Story {
  private static final int WIDTH = 30;

  private final Terminal terminal;
  private boolean barShown;

  Story(Terminal terminal) {
    this.terminal = terminal;
  }

  void begin(String title, String doing, String expected) {
    terminal.say("");
    terminal.say(title);
    terminal.say("  does     " + doing);
    terminal.say("  expects  " + expected);
  }

  void end(Outcome outcome, Duration took) {
    erase();
    var verdict = outcome.passed() ? "ok" : "FAILED";
    terminal.say(
        "  saw      %s  [%s, %s]".formatted(outcome.seen(), verdict, ProgressLines.seconds(took)));
  }

  void note(String text) {
    erase();
    terminal.say("  " + text);
  }

  /// How far the chapter is.
  void progress(int done, int total) {
    if (terminal.talkColoured()) {
      int filled = total == 0 ? WIDTH : WIDTH * done / total;
      terminal
          .talk()
          .print(
              "\r\033[K  %s%s  %d of %d"
                  .formatted("█".repeat(filled), "░".repeat(WIDTH - filled), done, total));
      terminal.talk().flush();
      barShown = true;
    }
  }

  private void erase() {
    if (barShown) {
      terminal.talk().print("\r\033[K");
      barShown = false;
    }
  }
}
