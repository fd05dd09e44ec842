package dev.parkade.cli;

import dev.parkade.cli.dlq.DlqCommand;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/// Adds commands to a command line: all of them, or the one that comes first in the arguments.
final class CommandTree {
  private CommandTree() {}

  /// Whatever is said about commands that are not there (help, completion, a misspelt one) needs
  /// all of them, so only an exact name leaves the others out.
  static void grow(
      CommandLine root, Map<String, Class<?>> commands, IFactory factory, List<String> arguments) {
    String wanted = arguments.isEmpty() ? "" : arguments.getFirst();
    boolean one = commands.containsKey(wanted) && !wanted.equals("completion");
    commands.forEach(
        (name, type) -> {
          if (!one || name.equals(wanted)) {
            var command = new CommandLine(type, factory);
            if (type == DlqCommand.class) {
              grow(command, DlqCommand.verbs(), factory, rest(arguments));
            }
            root.addSubcommand(name, command);
          }
        });
  }

  private static List<String> rest(List<String> arguments) {
    return arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
  }
}
