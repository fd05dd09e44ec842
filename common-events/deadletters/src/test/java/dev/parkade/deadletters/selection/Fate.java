package dev.parkade.deadletters.selection;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;

/// One fate for all dead letters.
record Fate(LetterState state, int replays) implements Fates {

  static final Fates OPEN = new Fate(LetterState.OPEN, 0);

  @Override
  public LetterState stateOf(DeadLetterId id) {
    return state;
  }

  @Override
  public int replaysOf(DeadLetterId id) {
    return replays;
  }
}
