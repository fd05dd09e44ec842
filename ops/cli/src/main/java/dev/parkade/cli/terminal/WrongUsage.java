package dev.parkade.cli.terminal;

import dev.parkade.deadletters.showing.Printable;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what was wrong with the arguments in a line, and where to read more. The help of a command
/// with subcommands is short and lists them, so it is shown where one is missing.
public final class WrongUsage implements IParameterExceptionHandler {
  private final Terminal terminal;

  /// Talks through this terminal.
  public WrongUsage(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter talk = terminal.talkWriter();
    terminal.say("parkade: " + Printable.lines(String.valueOf(wrong.getMessage())));
    if (command.getSubcommands().isEmpty()) {
      UnmatchedArgumentException.printSuggestions(wrong, talk);
      terminal.say("  try " + command.getCommandSpec().qualifiedName() + " --help");
    } else if (!UnmatchedArgumentException.printSuggestions(wrong, talk)) {
      command.usage(talk, terminal.ansi());
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
