package dev.parkade.deadletters.ledger;

import org.jspecify.annotations.Nullable;

/// Why a session could not begin, go on or commit. Each message says what happened to the data and
/// what to do.
public abstract sealed class LedgerFailure extends RuntimeException {

  LedgerFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Somebody else is at it; nothing was done.
  public static final class LeaseHeld extends LedgerFailure {
    private final transient LeaseEntry lease;

    LeaseHeld(LeaseEntry lease, String message) {
      super(message, null);
      this.lease = lease;
    }

    public LeaseEntry lease() {
      return lease;
    }
  }

  /// Somebody took over. The transaction in hand was aborted; what was committed before stands.
  public static final class Fenced extends LedgerFailure {
    Fenced(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The transaction in hand was aborted: nothing of it happened.
  public static final class Aborted extends LedgerFailure {
    Aborted(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The broker cannot be asked whether the transaction in hand was committed. The ledger says so
  /// as soon as it can be read; sending again before would double records.
  public static final class OutcomeUnknown extends LedgerFailure {
    OutcomeUnknown(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The topics are not there or not as they must be; nothing was done.
  public static final class Unusable extends LedgerFailure {
    Unusable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
