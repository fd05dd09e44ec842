package dev.parkade.simulation;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.order.OrderEvent;
import dev.parkade.messages.payment.RefundPayment;

/// What goes wrong in a schedule, and how often.
final class Faults {

  /// What becomes of a transaction.
  enum Fate {
    COMMITS,
    DIES_BEFORE_COMMIT,
    /// Committed, and dead before anybody was told.
    DIES_AFTER_COMMIT
  }

  private final Chance chance;
  private final int lossesPerMille;
  private final int deathsPerMille;
  private final int troublePerMille;
  private final boolean losesCompensationsOnly;
  private boolean healed;

  Faults(Chance chance) {
    this.chance = chance;
    losesCompensationsOnly = chance.oneIn(4);
    lossesPerMille = losesCompensationsOnly ? 700 : chance.of(0, 0, 20, 100, 400);
    deathsPerMille = chance.of(0, 20, 60, 200);
    troublePerMille = chance.of(0, 0, 100, 400);
  }

  /// From now on everything works.
  void heal() {
    healed = true;
  }

  boolean areOver() {
    return healed;
  }

  /// Whether a record becomes a dead letter before anybody reads it. Commands and replies may; what
  /// is only said once may not.
  boolean loses(MessageBody body) {
    if (healed || body instanceof CustomerEvent || body instanceof OrderEvent) {
      return false;
    }
    boolean compensates = body instanceof RefundPayment || body instanceof ReleaseStock;
    return (compensates || !losesCompensationsOnly) && chance.perMille(lossesPerMille);
  }

  Fate fate() {
    if (healed || !chance.perMille(deathsPerMille)) {
      return Fate.COMMITS;
    }
    return chance.oneIn(2) ? Fate.DIES_BEFORE_COMMIT : Fate.DIES_AFTER_COMMIT;
  }

  /// Whether a request to the payment provider goes wrong.
  boolean troubles() {
    return !healed && chance.perMille(troublePerMille);
  }
}
