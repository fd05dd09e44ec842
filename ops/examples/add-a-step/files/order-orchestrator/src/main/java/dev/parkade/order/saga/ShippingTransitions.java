package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.SHIPPING;
import static dev.parkade.order.saga.Step.BOOK_SHIPMENT;
import static dev.parkade.order.saga.Step.CANCEL_SHIPMENT;
import static dev.parkade.order.saga.Step.COMMIT_STOCK;
import static dev.parkade.order.saga.Step.REFUND_PAYMENT;
import static dev.parkade.order.saga.Step.RELEASE_STOCK;

import dev.parkade.messages.shipping.ShipmentBooked;
import dev.parkade.messages.shipping.ShipmentCancelled;
import dev.parkade.messages.shipping.ShipmentRefused;
import dev.parkade.order.saga.SagaInput.Outcome;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;

/// The definition of the saga, version 2: what version 1 would confirm is shipped first. Told as
/// the difference to version 1, which stays as it is for the sagas that began with it.
///
/// ```
/// COMMITTING --StockCommitted--> SHIPPING --ShipmentBooked--> CONFIRMED
///                                 |     \
///                 ShipmentRefused |      \ an operator gives it up
///                                 v       v
///                         REFUNDING <-- UNSHIPPING
///                                    ShipmentCancelled
/// ```
///
/// The shipment comes after the pivot: it is asked for until it is answered, and a saga whose
/// shipment stays unanswered waits for a person, because the order is paid.
public final class ShippingTransitions {

  /// Stored with every saga that begins with it.
  public static final int VERSION = 2;

  private ShippingTransitions() {}

  /// This table as a definition.
  public static Definition definition() {
    return new Definition() {
      @Override
      public int version() {
        return VERSION;
      }

      @Override
      public Moved begin(Saga saga) {
        return Transitions.begin(saga);
      }

      @Override
      public Transition next(Saga saga, SagaInput input) {
        return ShippingTransitions.next(saga, input);
      }
    };
  }

  /// What follows when this happens to that saga.
  static Transition next(Saga saga, SagaInput input) {
    boolean shipping = saga.owes(BOOK_SHIPMENT);
    boolean stuck = shipping && saga.isAPersonsTurn();
    return switch (input) {
      case SagaInput.ShippingReplied(_, ShipmentBooked r) -> booked(saga, r);
      case SagaInput.ShippingReplied(_, ShipmentRefused r) -> refused(saga, r);
      case SagaInput.ShippingReplied(_, ShipmentCancelled _) -> cancelled(saga);
      case SagaInput.OperatorSkipped _ when stuck -> skip(saga);
      case SagaInput.OperatorResolved(_, var outcome) when stuck -> resolve(saga, outcome);
      // who waits for a person because of the shipment is as deaf to the rest as who waits for it
      case SagaInput.InventoryReplied _,
          SagaInput.PaymentReplied _,
          SagaInput.CancellationRequested _
          when shipping ->
          Transitions.next(saga.in(SHIPPING), input);
      case SagaInput.InventoryReplied _,
          SagaInput.PaymentReplied _,
          SagaInput.CancellationRequested _,
          SagaInput.RetryDue _,
          SagaInput.AttemptsExhausted _,
          SagaInput.SagaOverdue _,
          SagaInput.HoldRunsOut _,
          SagaInput.OperatorActed _ ->
          shippedFirst(saga, Transitions.next(saga, input));
    };
  }

  /// However version 1 came to confirm, an answer or an operator: the shipment is still missing.
  private static Transition shippedFirst(Saga saga, Transition transition) {
    return transition instanceof Moved moved && moved.after().state() == CONFIRMED
        ? Moves.to(
            saga,
            saga.without(COMMIT_STOCK).owing(BOOK_SHIPMENT).in(SHIPPING),
            moved.note(),
            moved.detail())
        : transition;
  }

  private static Transition booked(Saga saga, ShipmentBooked reply) {
    if (saga.owes(BOOK_SHIPMENT)) {
      String detail = "the shipment is booked as " + reply.tracking();
      return Moves.to(saga, saga.ended(CONFIRMED), Note.REPLY, detail);
    }
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, SHIPPING -> new Unmoved(Ignored.NOT_ASKED);
      case CONFIRMED -> new Unmoved(Ignored.DUPLICATE);
      case UNSHIPPING, REFUNDING, RELEASING, CANCELLED -> bookedLate(saga);
      case NEEDS_ATTENTION ->
          saga.owes(COMMIT_STOCK) ? new Unmoved(Ignored.NOT_ASKED) : bookedLate(saga);
    };
  }

  private static Transition bookedLate(Saga saga) {
    return Moves.late(saga, saga, CANCEL_SHIPMENT, "the shipment was booked after all");
  }

  private static Transition refused(Saga saga, ShipmentRefused reply) {
    if (saga.owes(BOOK_SHIPMENT)) {
      // nothing was booked, so there is nothing to cancel
      Saga after = saga.undoneFor(reply.reason().name(), REFUND_PAYMENT, RELEASE_STOCK);
      return Moves.to(saga, after, Note.REPLY, reply.detail());
    }
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, SHIPPING -> new Unmoved(Ignored.NOT_ASKED);
      case CONFIRMED -> new Unmoved(Ignored.CONTRADICTS);
      case UNSHIPPING, REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_UNDONE);
      case NEEDS_ATTENTION ->
          new Unmoved(saga.owes(COMMIT_STOCK) ? Ignored.NOT_ASKED : Ignored.ALREADY_UNDONE);
    };
  }

  private static Transition cancelled(Saga saga) {
    String detail = "there is no shipment any more";
    boolean owed = saga.owes(CANCEL_SHIPMENT);
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, SHIPPING, CONFIRMED -> new Unmoved(Ignored.NOT_ASKED);
      case UNSHIPPING -> answered(saga, detail);
      // it had been given up; what is awaited is awaited as before
      case REFUNDING, RELEASING ->
          owed
              ? Moves.noted(saga.without(CANCEL_SHIPMENT), Note.REPLY, detail)
              : new Unmoved(Ignored.DUPLICATE);
      case CANCELLED -> new Unmoved(Ignored.DUPLICATE);
      case NEEDS_ATTENTION ->
          owed ? answered(saga, detail) : new Unmoved(neverAskedOrAnswered(saga));
    };
  }

  private static Transition answered(Saga saga, String detail) {
    return Moves.past(CANCEL_SHIPMENT, saga, saga.without(CANCEL_SHIPMENT), Note.REPLY, detail);
  }

  private static Ignored neverAskedOrAnswered(Saga saga) {
    boolean forwards = saga.owes(COMMIT_STOCK) || saga.owes(BOOK_SHIPMENT);
    return forwards ? Ignored.NOT_ASKED : Ignored.DUPLICATE;
  }

  private static Transition skip(Saga saga) {
    String detail = "skip: on without an answer to " + BOOK_SHIPMENT;
    return Moves.to(saga, saga.ended(CONFIRMED), Note.OPERATOR, detail);
  }

  private static Transition resolve(Saga saga, Outcome outcome) {
    Saga after =
        switch (outcome) {
          case CONFIRMED -> saga.ended(CONFIRMED);
          case CANCELLED ->
              saga.undoneFor(
                  Reasons.OPERATOR_DECISION, CANCEL_SHIPMENT, REFUND_PAYMENT, RELEASE_STOCK);
        };
    return Moves.to(saga, after, Note.OPERATOR, "resolve: " + outcome);
  }
}
