package dev.parkade.cli.terminal;

/// A command ends here, as it may: with a code of [ExitCode], a reason, and what a person can do.
public final class Ending extends RuntimeException {
  private final int exitCode;

  /// Ends for this reason.
  ///
  /// @param fix what the person can do; empty if nothing
  public Ending(int exitCode, String reason, String fix) {
    super(fix.isEmpty() ? reason : reason + "\n  fix: " + fix);
    this.exitCode = exitCode;
  }

  /// Refused by a guard; nothing was changed.
  public static Ending refused(String reason, String fix) {
    return new Ending(ExitCode.REFUSED, reason, fix);
  }

  /// Something that the person gave cannot be used.
  public static Ending failed(String reason, String fix) {
    return new Ending(ExitCode.FAILED, reason, fix);
  }

  /// What the process ends with.
  public int exitCode() {
    return exitCode;
  }
}
