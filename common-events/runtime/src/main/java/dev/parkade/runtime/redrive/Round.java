package dev.parkade.runtime.redrive;

import dev.parkade.deadletters.outcome.OutcomeCounts;

/// What one look at the dead letters came to.
///
/// @param outcomes of those that it replayed, as known when it ended
/// @param detail for people
record Round(RoundEnd end, OutcomeCounts outcomes, String detail) {

  static Round of(RoundEnd end, String detail) {
    return new Round(end, OutcomeCounts.NONE, detail);
  }
}
