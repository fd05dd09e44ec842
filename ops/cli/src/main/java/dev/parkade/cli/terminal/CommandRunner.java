package dev.parkade.cli.terminal;

import java.util.List;

/// Runs another command of this program in this process, as if it had been typed.
@FunctionalInterface
public interface CommandRunner {
  /// Runs it to its end.
  ///
  /// @param terminal where it reads and writes
  /// @return its exit code
  int run(Terminal terminal, List<String> arguments);
}
