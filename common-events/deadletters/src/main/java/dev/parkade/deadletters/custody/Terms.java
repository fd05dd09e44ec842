package dev.parkade.deadletters.custody;

import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;

/// By whom and why something is done.
///
/// @param takeOver whether to do it although somebody else is at it, which stops the other one
public record Terms(Operator operator, Reason why, boolean takeOver) {

  public static Terms of(Operator operator, Reason why) {
    return new Terms(operator, why, false);
  }
}
