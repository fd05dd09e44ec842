package dev.parkade.runtime.operators;

import dev.parkade.deadletters.custody.DisposalResult;
import dev.parkade.deadletters.ledger.LetterState;
import java.util.Map;

/// What was discarded or restored.
///
/// @param done how many
/// @param skipped how many were left as they are, by the state in which they were
record DisposalView(long done, Map<LetterState, Long> skipped) {

  static DisposalView of(DisposalResult result) {
    return new DisposalView(result.done(), result.skipped());
  }
}
