package dev.parkade.deadletters.outcome;

import dev.parkade.deadletters.ledger.LetterState;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// How many replayed dead letters came to which end.
///
/// @param inFlight replayed, and nobody has said yet what became of them
public record OutcomeCounts(
    long handled, long duplicate, long refused, long failedAgain, long inFlight) {

  public static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0);

  static OutcomeCounts of(Map<LetterState, Long> states) {
    return new OutcomeCounts(
        states.getOrDefault(LetterState.HANDLED, 0L),
        states.getOrDefault(LetterState.DUPLICATE, 0L),
        states.getOrDefault(LetterState.REFUSED, 0L),
        states.getOrDefault(LetterState.FAILED_AGAIN, 0L),
        states.getOrDefault(LetterState.REPLAYED, 0L));
  }

  public long total() {
    return handled + duplicate + refused + failedAgain + inFlight;
  }

  /// Those of which the end is known.
  public long ended() {
    return total() - inFlight;
  }

  /// Whether all came to an end and none failed again.
  public boolean allWell() {
    return failedAgain == 0 && inFlight == 0;
  }

  /// This and that together.
  public OutcomeCounts plus(OutcomeCounts other) {
    return new OutcomeCounts(
        handled + other.handled,
        duplicate + other.duplicate,
        refused + other.refused,
        failedAgain + other.failedAgain,
        inFlight + other.inFlight);
  }

  /// By state, without those that are 0; how the ledger keeps them.
  public Map<String, Long> byState() {
    Map<LetterState, Long> states = new EnumMap<>(LetterState.class);
    states.put(LetterState.HANDLED, handled);
    states.put(LetterState.DUPLICATE, duplicate);
    states.put(LetterState.REFUSED, refused);
    states.put(LetterState.FAILED_AGAIN, failedAgain);
    states.put(LetterState.REPLAYED, inFlight);
    Map<String, Long> said = new TreeMap<>();
    states.forEach(
        (state, count) -> {
          if (count > 0) {
            said.put(state.name(), count);
          }
        });
    return said;
  }
}
