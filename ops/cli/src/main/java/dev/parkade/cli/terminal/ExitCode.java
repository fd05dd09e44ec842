package dev.parkade.cli.terminal;

/// What the exit code of a command says. Wrong usage (2) and an interrupt (130) come by themselves.
public final class ExitCode {
  /// Done.
  public static final int OK = 0;

  /// Failed or refused; the message says why.
  public static final int FAILED = 1;

  /// There was nothing to do it with.
  public static final int NOTHING_MATCHED = 3;

  private ExitCode() {}
}
