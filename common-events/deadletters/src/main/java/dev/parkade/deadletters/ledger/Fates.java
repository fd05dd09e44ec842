package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.letter.DeadLetterId;

/// What became of dead letters, as of one moment.
public interface Fates {

  LetterState stateOf(DeadLetterId id);

  /// How often it was replayed as itself; 0 for most.
  int replaysOf(DeadLetterId id);
}
