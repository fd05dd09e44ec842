package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;

import dev.parkade.order.saga.Transition.Unmoved;

/// The part of the table that time drives: send again, give a step up, give the saga up.
final class TimeLimitTransitions {

  private TimeLimitTransitions() {}

  static Transition retry(Saga saga) {
    return saga.state()
        .awaited()
        .<Transition>map(step -> Moves.again(saga, Note.RETRY, step + " is overdue: sent again"))
        .orElseGet(() -> new Unmoved(Ignored.STALE_TIMER));
  }

  static Transition giveUp(Saga saga) {
    String detail = "no answer after the last attempt";
    return switch (saga.state()) {
      case RESERVING -> undo(saga, Reasons.TIMED_OUT, detail, Step.RELEASE_STOCK);
      case CHARGING ->
          undo(saga, Reasons.TIMED_OUT, detail, Step.REFUND_PAYMENT, Step.RELEASE_STOCK);
      // the money is taken: only the answer, or a person, can say whether the stock is sold
      case COMMITTING -> Moves.to(saga, saga.in(NEEDS_ATTENTION), Note.TIMEOUT, detail);
      case REFUNDING -> Moves.past(Step.REFUND_PAYMENT, saga, saga, Note.TIMEOUT, detail);
      case RELEASING -> Moves.past(Step.RELEASE_STOCK, saga, saga, Note.TIMEOUT, detail);
      case CONFIRMED, CANCELLED, NEEDS_ATTENTION -> new Unmoved(Ignored.STALE_TIMER);
    };
  }

  static Transition overdue(Saga saga) {
    String detail = "the order took too long";
    return switch (saga.state()) {
      case RESERVING -> undo(saga, Reasons.TIMED_OUT, detail, Step.RELEASE_STOCK);
      case CHARGING ->
          undo(saga, Reasons.TIMED_OUT, detail, Step.REFUND_PAYMENT, Step.RELEASE_STOCK);
      case COMMITTING, CONFIRMED, REFUNDING, RELEASING, CANCELLED, NEEDS_ATTENTION ->
          new Unmoved(Ignored.STALE_TIMER);
    };
  }

  /// Money that is taken from now on could not buy the stock any more.
  static Transition holdRunsOut(Saga saga) {
    String detail = "the order is not paid and its stock is given back at " + saga.heldUntil();
    return switch (saga.state()) {
      case CHARGING ->
          undo(saga, Reasons.HOLD_EXPIRED, detail, Step.REFUND_PAYMENT, Step.RELEASE_STOCK);
      case RESERVING, COMMITTING, CONFIRMED, REFUNDING, RELEASING, CANCELLED, NEEDS_ATTENTION ->
          new Unmoved(Ignored.STALE_TIMER);
    };
  }

  private static Transition undo(Saga saga, String why, String detail, Step... compensations) {
    return Moves.to(saga, saga.undoneFor(why, compensations), Note.TIMEOUT, detail);
  }
}
