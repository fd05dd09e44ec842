package dev.parkade.deadletters.custody;

import dev.parkade.deadletters.ledger.LetterState;
import java.util.Map;

/// What was discarded or restored.
///
/// @param done how many
/// @param skipped how many were left as they are, by the state in which they were
/// @param stopped whether it was asked to stop before it was through
public record DisposalResult(long done, Map<LetterState, Long> skipped, boolean stopped) {

  public DisposalResult {
    skipped = Map.copyOf(skipped);
  }
}
