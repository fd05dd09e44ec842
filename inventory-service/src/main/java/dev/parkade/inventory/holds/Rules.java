package dev.parkade.inventory.holds;

import static dev.parkade.inventory.holds.HoldStatus.COMMITTED;
import static dev.parkade.inventory.holds.HoldStatus.RELEASED;
import static dev.parkade.inventory.holds.Ruling.Move.GIVE_BACK;
import static dev.parkade.inventory.holds.Ruling.Move.NOTHING;
import static dev.parkade.inventory.holds.Ruling.Move.SELL;
import static dev.parkade.inventory.holds.Ruling.Move.TAKE_BACK;
import static dev.parkade.messages.deadletter.ReplayOutcome.DUPLICATE;
import static dev.parkade.messages.deadletter.ReplayOutcome.HANDLED;

import dev.parkade.inventory.holds.Ruling.Answer;
import dev.parkade.inventory.holds.Ruling.Settled;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;

/// The rule for every pair of status and command, in one place and without side effects.
final class Rules {

  private Rules() {}

  static Ruling of(HoldStatus status, InventoryCommand command) {
    return switch (command) {
      case ReserveStock _ -> reserve(status);
      case CommitStock _ -> commit(status);
      case ReleaseStock _ -> release(status);
    };
  }

  private static Ruling reserve(HoldStatus status) {
    return switch (status) {
      case ABSENT -> new Ruling.AskTheStock();
      // a repetition: the same reply again, whatever happened since
      case HELD, COMMITTED, EXPIRED -> new Settled(status, NOTHING, Answer.RESERVED, DUPLICATE);
      case REFUSED -> new Settled(status, NOTHING, Answer.REFUSED, DUPLICATE);
      // suspension: the compensation came first
      case RELEASED -> new Settled(status, NOTHING, Answer.ALREADY_RELEASED, ReplayOutcome.REFUSED);
    };
  }

  private static Ruling commit(HoldStatus status) {
    return switch (status) {
      // past its time limit or not: as long as nobody took the units back, they can be sold
      case HELD -> new Settled(COMMITTED, SELL, Answer.COMMITTED, HANDLED);
      case COMMITTED -> new Settled(status, NOTHING, Answer.COMMITTED, DUPLICATE);
      // leaves a fence, so that a reservation that comes even later holds nothing
      case ABSENT -> new Settled(RELEASED, NOTHING, Answer.EXPIRED, HANDLED);
      case RELEASED, EXPIRED, REFUSED ->
          new Settled(status, NOTHING, Answer.EXPIRED, ReplayOutcome.REFUSED);
    };
  }

  private static Ruling release(HoldStatus status) {
    return switch (status) {
      // empty rollback: leaves a fence for the action that may still come
      case ABSENT -> new Settled(RELEASED, NOTHING, Answer.RELEASED, HANDLED);
      case HELD -> new Settled(RELEASED, GIVE_BACK, Answer.RELEASED, HANDLED);
      // the saga gave up although the commit had succeeded: a sale is undone as well
      case COMMITTED -> new Settled(RELEASED, TAKE_BACK, Answer.RELEASED, HANDLED);
      case EXPIRED -> new Settled(RELEASED, NOTHING, Answer.RELEASED, HANDLED);
      case RELEASED, REFUSED -> new Settled(status, NOTHING, Answer.RELEASED, DUPLICATE);
    };
  }
}
