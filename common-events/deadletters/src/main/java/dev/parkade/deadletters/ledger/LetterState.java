package dev.parkade.deadletters.ledger;

/// What became of a dead letter so far.
public enum LetterState {
  /// Nobody has dealt with it, or it was restored.
  OPEN,
  /// It was replayed, and its service has not said yet what became of it.
  REPLAYED,
  /// Its replay took effect.
  HANDLED,
  /// Its replay changed nothing: it had taken effect before.
  DUPLICATE,
  /// A fence or its saga refused the replay, and nothing changed.
  REFUSED,
  /// Its replay became a dead letter again, which is another one and open.
  FAILED_AGAIN,
  /// Somebody decided that it is not needed.
  DISCARDED,
  /// A message with another payload took its place.
  EDITED
}
