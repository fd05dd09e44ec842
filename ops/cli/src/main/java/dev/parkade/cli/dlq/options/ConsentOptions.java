package dev.parkade.cli.dlq.options;

import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Whether the person agrees with what is about to be done.
public final class ConsentOptions {
  @Option(
      names = {"-y", "--yes"},
      description =
          "Does it without asking. Without it and without a terminal it is refused (exit code 5).")
  private boolean yes;

  /// Asks, unless the answer was given before.
  ///
  /// @param question what is about to be done, with counts
  /// @throws Ending with exit code 5 if the answer is no, or if there is nobody to ask
  public void ask(Terminal terminal, String question) {
    if (yes) {
      return;
    }
    if (!terminal.answered()) {
      throw Ending.refused(
          "nobody to ask: " + question, "look at the counts above, then say it again with --yes");
    }
    terminal.talk().print(question + " [y/N] ");
    terminal.talk().flush();
    String answer = answer(terminal).strip().toLowerCase(Locale.ROOT);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw Ending.refused("not agreed: nothing was done", "");
    }
  }

  private static String answer(Terminal terminal) {
    var reader =
        new BufferedReader(new InputStreamReader(terminal.input(), StandardCharsets.UTF_8));
    try {
      return Optional.ofNullable(reader.readLine()).orElse("");
    } catch (IOException closed) {
      throw new UncheckedIOException("cannot read the answer", closed);
    }
  }
}
