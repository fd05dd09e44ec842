package dev.parkade.runtime.operators;

import io.swagger.v3.oas.annotations.media.Schema;

/// How far a replay has come.
@Schema(name = "DeadLetterReplayState")
enum ReplayState {
  /// The ledger and the plan are looked at.
  STARTING,
  /// The first one was sent, and the others wait for its end.
  CANARY,
  /// Transaction by transaction.
  SENDING,
  /// Nothing is sent until the service has got on.
  WAITING,
  /// All is sent, and what became of it is waited for.
  AWAITING_OUTCOMES,
  /// All was sent.
  FINISHED,
  /// Somebody stopped it between two transactions.
  CANCELLED,
  /// It ended before its end; its problem says why.
  FAILED;

  boolean isOver() {
    return switch (this) {
      case STARTING, CANARY, SENDING, WAITING, AWAITING_OUTCOMES -> false;
      case FINISHED, CANCELLED, FAILED -> true;
    };
  }
}
