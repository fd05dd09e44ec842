package dev.parkade.cli.dlq.options;

import dev.parkade.cli.terminal.Terminal;
import picocli.CommandLine.Option;

/// How data is written to standard output.
public final class OutputOptions {
  /// The forms.
  public enum Format {
    /// For people.
    TABLE,
    /// One JSON document.
    JSON,
    /// One JSON object a line, written as it is found.
    NDJSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description = "table, json or ndjson (one object a line). Default: table.")
  private Format format = Format.TABLE;

  @Option(names = "--no-color", description = "No colours; NO_COLOR=1 does the same.")
  private boolean noColour;

  /// The form that was chosen.
  public Format format() {
    return format;
  }

  /// The terminal, without colours if that was asked for.
  public Terminal on(Terminal terminal) {
    return noColour
        ? new Terminal(
            terminal.data(),
            terminal.talk(),
            false,
            terminal.talkColoured(),
            terminal.input(),
            terminal.answered())
        : terminal;
  }
}
