package dev.parkade.deadletters.ledger;

/// How far a run has come.
public enum RunStatus {
  RUNNING,
  FINISHED,
  /// It stopped before its end, or was killed. What it had done by then is done.
  INTERRUPTED
}
