package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was done with one dead letter.
///
/// @param state what the ledger knows of it: OPEN, REPLAYED, DISCARDED or EDITED
/// @param replays how often it was sent again, edited or not
/// @param actions the last [#KEPT] of them, oldest first
public record LetterEntry(
    DeadLetterId id, LetterState state, int replays, List<LetterAction> actions)
    implements LedgerEntry {

  /// How many actions are remembered: a letter's entry must not grow without end.
  public static final int KEPT = 20;

  static final String PREFIX = "letter:";

  public LetterEntry {
    actions = List.copyOf(actions.subList(Math.max(0, actions.size() - KEPT), actions.size()));
  }

  /// One with which nothing was done yet.
  public static LetterEntry untouched(DeadLetterId id) {
    return new LetterEntry(id, LetterState.OPEN, 0, List.of());
  }

  /// The entry after one more action.
  public LetterEntry then(LetterAction action) {
    List<LetterAction> more = new ArrayList<>(actions);
    more.add(action);
    int sent =
        switch (action) {
          case LetterAction.Replayed replayed -> Math.max(replays, replayed.replay());
          case LetterAction.Edited edited -> Math.max(replays, edited.replay());
          case LetterAction.Discarded _, LetterAction.Restored _, LetterAction.Imported _ ->
              replays;
        };
    return new LetterEntry(id, action.becomes(), sent, more);
  }

  public Optional<LetterAction> last() {
    return actions.isEmpty() ? Optional.empty() : Optional.of(actions.getLast());
  }

  @Override
  public String key() {
    return PREFIX + id.text();
  }

  @Override
  public String topic() {
    return id.topic();
  }
}
