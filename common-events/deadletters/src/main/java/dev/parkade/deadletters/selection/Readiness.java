package dev.parkade.deadletters.selection;

import dev.parkade.deadletters.letter.DeadLetter;

/// Which dead letters have lost their cause, as of one moment.
@FunctionalInterface
public interface Readiness {

  ReadyState of(DeadLetter letter);

  /// Of somebody who did not look.
  static Readiness notAsked() {
    return letter -> ReadyState.NOT_APPLICABLE;
  }
}
