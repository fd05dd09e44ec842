package dev.parkade.cli.terminal;

/// What the exit code of a command says. Wrong usage (2) comes by itself.
public final class ExitCode {
  /// Done.
  public static final int OK = 0;

  /// Failed or refused; the message says why.
  public static final int FAILED = 1;

  /// There was nothing to do it with.
  public static final int NOTHING_MATCHED = 3;

  /// Done for some only; the message says which not.
  public static final int PARTIAL = 4;

  /// Refused by a guard, before anything was changed.
  public static final int REFUSED = 5;

  /// Somebody else took over; what was not finished was undone.
  public static final int FENCED = 6;

  /// The broker cannot be reached.
  public static final int UNREACHABLE = 7;

  /// Interrupted, with nothing left half done.
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
