package dev.parkade.messages.deadletter;

/// What became of a replayed dead letter, as the service decided it.
public enum ReplayOutcome {
  /// It took effect now, for the first time.
  HANDLED,
  /// It had taken effect earlier: nothing changed, and the answer was given again.
  DUPLICATE,
  /// A fence refused it, or its saga did not want it any more: nothing changed.
  REFUSED
}
