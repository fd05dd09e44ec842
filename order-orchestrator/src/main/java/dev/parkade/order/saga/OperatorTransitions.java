package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.CONFIRMED;

import dev.parkade.order.saga.SagaInput.Outcome;
import dev.parkade.order.saga.Transition.Refused;

/// The part of the table that operators drive: try again, go on without, end it.
final class OperatorTransitions {

  private OperatorTransitions() {}

  /// Harmless in every state: a command that is sent again has the same id.
  static Transition retry(Saga saga) {
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, REFUNDING, RELEASING ->
          Moves.again(
              saga, Note.OPERATOR, "retry: " + saga.state().awaited().orElseThrow() + " again");
      case NEEDS_ATTENTION -> {
        Step step = saga.firstOwed().orElseThrow();
        yield Moves.to(
            saga, saga.in(SagaState.awaiting(step)), Note.OPERATOR, "retry: " + step + " again");
      }
      case CONFIRMED, CANCELLED -> new Refused(Refusal.ENDED);
    };
  }

  static Transition skip(Saga saga) {
    if (!saga.isAPersonsTurn()) {
      return notYet(saga);
    }
    Step step = saga.stuckAt().orElseThrow();
    String detail = "skip: on without an answer to " + step;
    return step == Step.COMMIT_STOCK
        ? Moves.to(saga, saga.ended(CONFIRMED), Note.OPERATOR, detail)
        : Moves.past(step, saga, saga.without(step), Note.OPERATOR, detail);
  }

  static Transition resolve(Saga saga, Outcome outcome) {
    if (!saga.isAPersonsTurn()) {
      return notYet(saga);
    }
    String detail = "resolve: " + outcome;
    if (saga.owes(Step.COMMIT_STOCK)) {
      return switch (outcome) {
        case CONFIRMED -> Moves.to(saga, saga.ended(CONFIRMED), Note.OPERATOR, detail);
        case CANCELLED ->
            Moves.to(
                saga,
                saga.undoneFor(Reasons.OPERATOR_DECISION, Step.REFUND_PAYMENT, Step.RELEASE_STOCK),
                Note.OPERATOR,
                detail);
      };
    }
    return switch (outcome) {
      // the money was asked back, or never taken: nothing could make it a sale again
      case CONFIRMED -> new Refused(Refusal.BEING_UNDONE);
      case CANCELLED -> Moves.to(saga, saga.ended(CANCELLED), Note.OPERATOR, detail);
    };
  }

  private static Refused notYet(Saga saga) {
    boolean over = saga.state() == CONFIRMED || saga.state() == CANCELLED;
    return new Refused(over ? Refusal.ENDED : Refusal.STILL_AT_WORK);
  }
}
