package dev.parkade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// A person at a command line of their own, and what they see of one command.
public final class Console {
  private final Path home;
  private String typed = "";
  private boolean answers;

  public Console(Path home) {
    this.home = home;
  }

  /// What a command wrote, and its exit code.
  public record Seen(int code, String data, String talk) {}

  /// The person is asked, and answers this.
  public Console answering(String answer) {
    typed = answer;
    answers = true;
    return this;
  }

  /// This comes through a pipe.
  public Console piping(String input) {
    typed = input;
    return this;
  }

  public Seen run(String... arguments) {
    var data = new ByteArrayOutputStream();
    var talk = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new PrintStream(data, true, UTF_8),
            new PrintStream(talk, true, UTF_8),
            false,
            false,
            new ByteArrayInputStream(typed.getBytes(UTF_8)),
            answers);
    var interruption = new Interruption();
    int code =
        Parkade.commandLine(terminal, new Home(home), interruption, List.of(arguments))
            .execute(arguments);
    interruption.ended(code);
    return new Seen(code, data.toString(UTF_8), talk.toString(UTF_8));
  }
}
