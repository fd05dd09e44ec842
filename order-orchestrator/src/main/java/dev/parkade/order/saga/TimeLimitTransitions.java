package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;

import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;
import java.util.List;

/// The part of the table that time drives: send again, give a step up, give the saga up.
final class TimeLimitTransitions {

  private TimeLimitTransitions() {}

  static Transition retry(Saga saga) {
    return saga.state()
        .awaited()
        .<Transition>map(
            step ->
                new Moved(
                    saga, List.of(step), List.of(), Note.RETRY, step + " is overdue: sent again"))
        .orElseGet(() -> new Unmoved(Ignored.STALE_TIMER));
  }

  static Transition giveUp(Saga saga) {
    String detail = "no answer after the last attempt";
    return switch (saga.state()) {
      case RESERVING ->
          Moves.undo(saga.undoneFor(RELEASING, Reasons.TIMED_OUT), Note.TIMEOUT, detail);
      case CHARGING ->
          Moves.undo(saga.undoneFor(REFUNDING, Reasons.TIMED_OUT), Note.TIMEOUT, detail);
      // the money is taken: only the answer, or a person, can say whether the stock is sold
      case COMMITTING ->
          Moves.ended(saga.stuckAt(Step.COMMIT_STOCK).in(NEEDS_ATTENTION), Note.TIMEOUT, detail);
      case REFUNDING ->
          Moves.undo(saga.stuckAt(Step.REFUND_PAYMENT).in(RELEASING), Note.TIMEOUT, detail);
      case RELEASING -> Moves.undone(saga.stuckAt(Step.RELEASE_STOCK), Note.TIMEOUT, detail);
      case CONFIRMED, CANCELLED, NEEDS_ATTENTION -> new Unmoved(Ignored.STALE_TIMER);
    };
  }

  static Transition overdue(Saga saga) {
    String detail = "the order took too long";
    return switch (saga.state()) {
      case RESERVING ->
          Moves.undo(saga.undoneFor(RELEASING, Reasons.TIMED_OUT), Note.TIMEOUT, detail);
      case CHARGING ->
          Moves.undo(saga.undoneFor(REFUNDING, Reasons.TIMED_OUT), Note.TIMEOUT, detail);
      case COMMITTING, CONFIRMED, REFUNDING, RELEASING, CANCELLED, NEEDS_ATTENTION ->
          new Unmoved(Ignored.STALE_TIMER);
    };
  }
}
