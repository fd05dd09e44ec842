package dev.parkade.cli.terminal;

import dev.parkade.deadletters.showing.Printable;
import dev.parkade.local.StartupFailure;
import dev.parkade.local.SystemRefusal;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns what a command throws into words: expected failures as their message, everything else as a
/// defect, with its stack when `PARKADE_DEBUG` is set.
public final class Failures implements IExecutionExceptionHandler {
  private final Terminal terminal;

  /// Talks through this terminal.
  public Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    boolean expected =
        thrown instanceof StartupFailure
            || thrown instanceof SystemRefusal
            || thrown instanceof Ending;
    terminal.say("parkade: " + Printable.lines(expected ? said(thrown) : thrown.toString()));
    if (Optional.ofNullable(System.getenv("PARKADE_DEBUG")).isPresent()) {
      thrown.printStackTrace(terminal.talk());
    } else if (!expected) {
      terminal.say("  fix: set PARKADE_DEBUG=1 to see where, and report it");
    }
    return thrown instanceof Ending ending ? ending.exitCode() : ExitCode.FAILED;
  }

  private static String said(Exception thrown) {
    return Optional.ofNullable(thrown.getMessage()).orElse(thrown.toString());
  }
}
