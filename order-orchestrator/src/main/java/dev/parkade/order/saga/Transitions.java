package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.COMMITTING;
import static dev.parkade.order.saga.SagaState.CONFIRMED;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.order.OrderPlaced;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Refused;
import dev.parkade.order.saga.Transition.Unmoved;
import java.util.List;

/// The definition of the saga, version 1: state x input -> transition. Pure, and defined for every
/// pair.
///
/// ``` RESERVING --StockReserved--> CHARGING --PaymentCharged--> COMMITTING --StockCommitted-->
/// CONFIRMED
///     |                           |  \                          |
///     | StockRefused              |   \ cancelled, timed out    | HoldExpired
///     v                           |    +-------> REFUNDING <----+
/// CANCELLED <--StockReleased-- RELEASING <-------/ PaymentRefunded
///                                 ^ PaymentRefused; cancelled or timed out while RESERVING
/// ```
///
/// A compensation that stays unanswered does not stop the next one; the saga then ends in
/// NEEDS_ATTENTION, as does a commit that stays unanswered, because the money is taken by then.
/// An answer that still comes, or an operator, ends it after all.
///
/// A step that succeeds after its compensation leads back to REFUNDING or RELEASING from wherever
/// the saga stands, with the time limits of those states. What a client sees does not go back with
/// it: [Saga#status()].
public final class Transitions {

  /// Stored with every saga; a saga in flight finishes on its own version.
  public static final int VERSION = 1;

  private Transitions() {}

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
        return Transitions.next(saga, input);
      }
    };
  }

  /// The first transition of a new saga.
  public static Moved begin(Saga saga) {
    List<Line> lines = saga.lines();
    var placed =
        new OrderPlaced(
            saga.orderId(), saga.customerId(), lines.stream().map(Line::ordered).toList());
    return new Moved(
        saga,
        List.of(Step.RESERVE_STOCK),
        List.of(placed),
        Note.PLACED,
        "the order was accepted with " + lines.size() + (lines.size() == 1 ? " line" : " lines"));
  }

  /// What follows when this happens to that saga.
  public static Transition next(Saga saga, SagaInput input) {
    return switch (input) {
      case SagaInput.InventoryReplied(var id, StockReserved r) -> reserved(saga, id, r);
      case SagaInput.InventoryReplied(_, StockRefused r) -> stockRefused(saga, r);
      case SagaInput.InventoryReplied(_, StockCommitted _) -> committed(saga);
      case SagaInput.InventoryReplied(_, HoldExpired _) -> holdExpired(saga);
      case SagaInput.InventoryReplied(_, StockReleased _) -> released(saga);
      case SagaInput.PaymentReplied(var id, PaymentCharged _) -> charged(saga, id);
      case SagaInput.PaymentReplied(_, PaymentRefused r) -> paymentRefused(saga, r);
      case SagaInput.PaymentReplied(_, PaymentRefunded r) -> refunded(saga, r);
      case SagaInput.PaymentReplied(_, PaymentWaiting w) -> parked(saga, w);
      case SagaInput.RetryDue _ -> TimeLimitTransitions.retry(saga);
      case SagaInput.AttemptsExhausted _ -> TimeLimitTransitions.giveUp(saga);
      case SagaInput.SagaOverdue _ -> TimeLimitTransitions.overdue(saga);
      case SagaInput.HoldRunsOut _ -> TimeLimitTransitions.holdRunsOut(saga);
      case SagaInput.CancellationRequested _ -> cancel(saga);
      case SagaInput.OperatorRetried _ -> OperatorTransitions.retry(saga);
      case SagaInput.OperatorSkipped _ -> OperatorTransitions.skip(saga);
      case SagaInput.OperatorResolved(_, var outcome) -> OperatorTransitions.resolve(saga, outcome);
    };
  }

  private static Transition reserved(Saga saga, MessageId id, StockReserved reply) {
    boolean seen = id.equals(saga.reservedBy());
    return switch (saga.state()) {
      case RESERVING ->
          Moves.to(
              saga, saga.reserved(reply, id), Note.REPLY, "the stock is set aside, with prices");
      case CHARGING, COMMITTING, CONFIRMED -> new Unmoved(Ignored.DUPLICATE);
      // a release that is owed follows anyhow
      case REFUNDING ->
          seen || saga.owes(Step.RELEASE_STOCK)
              ? new Unmoved(Ignored.DUPLICATE)
              : setAsideLate(saga, id);
      case RELEASING, CANCELLED, NEEDS_ATTENTION ->
          seen || saga.owes(Step.COMMIT_STOCK)
              ? new Unmoved(Ignored.DUPLICATE)
              : setAsideLate(saga, id);
    };
  }

  private static Transition setAsideLate(Saga saga, MessageId id) {
    return Moves.late(
        saga, saga.seen(id, saga.chargedBy()), Step.RELEASE_STOCK, "stock was set aside after all");
  }

  private static Transition stockRefused(Saga saga, StockRefused reply) {
    return switch (saga.state()) {
      case RESERVING ->
          Moves.to(saga, saga.undoneFor(reply.reason().name()), Note.REPLY, reply.detail());
      case CHARGING, COMMITTING, CONFIRMED -> new Unmoved(Ignored.CONTRADICTS);
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_UNDONE);
      case NEEDS_ATTENTION -> undoneUnlessPaid(saga);
    };
  }

  private static Transition charged(Saga saga, MessageId id) {
    return switch (saga.state()) {
      case RESERVING -> new Unmoved(Ignored.NOT_ASKED);
      case CHARGING ->
          Moves.to(
              saga,
              saga.seen(saga.reservedBy(), id).in(COMMITTING).owing(Step.COMMIT_STOCK),
              Note.REPLY,
              "the money is taken");
      case COMMITTING, CONFIRMED -> new Unmoved(Ignored.DUPLICATE);
      // from RELEASING it is one step back, so that the release comes after the refund
      case REFUNDING, RELEASING, CANCELLED, NEEDS_ATTENTION ->
          id.equals(saga.chargedBy()) || saga.owes(Step.COMMIT_STOCK)
              ? new Unmoved(Ignored.DUPLICATE)
              : Moves.late(
                  saga,
                  saga.seen(saga.reservedBy(), id),
                  Step.REFUND_PAYMENT,
                  "the money was taken after all");
    };
  }

  private static Transition paymentRefused(Saga saga, PaymentRefused reply) {
    return switch (saga.state()) {
      case RESERVING -> new Unmoved(Ignored.NOT_ASKED);
      case CHARGING ->
          Moves.to(
              saga,
              saga.undoneFor(reply.reason().name(), Step.RELEASE_STOCK),
              Note.REPLY,
              reply.detail());
      case COMMITTING, CONFIRMED -> new Unmoved(Ignored.CONTRADICTS);
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_UNDONE);
      case NEEDS_ATTENTION -> undoneUnlessPaid(saga);
    };
  }

  private static Transition parked(Saga saga, PaymentWaiting waiting) {
    return switch (saga.state()) {
      case CHARGING ->
          Moves.noted(
              saga.parked(),
              Note.WAITING,
              "the payment waits since " + waiting.since() + ": " + waiting.reason());
      case RESERVING, COMMITTING, CONFIRMED, REFUNDING, RELEASING, CANCELLED, NEEDS_ATTENTION ->
          new Unmoved(Ignored.NOT_WAITING);
    };
  }

  private static Transition committed(Saga saga) {
    return switch (saga.state()) {
      case RESERVING, CHARGING -> new Unmoved(Ignored.NOT_ASKED);
      case COMMITTING -> sold(saga);
      case CONFIRMED -> new Unmoved(Ignored.DUPLICATE);
      case REFUNDING, RELEASING, CANCELLED -> soldLate(saga);
      case NEEDS_ATTENTION -> saga.owes(Step.COMMIT_STOCK) ? sold(saga) : soldLate(saga);
    };
  }

  private static Transition sold(Saga saga) {
    return Moves.to(saga, saga.ended(CONFIRMED), Note.REPLY, "the stock is sold");
  }

  private static Transition soldLate(Saga saga) {
    return Moves.late(saga, saga, Step.RELEASE_STOCK, "the stock was sold after all");
  }

  private static Transition holdExpired(Saga saga) {
    return switch (saga.state()) {
      case RESERVING, CHARGING -> new Unmoved(Ignored.NOT_ASKED);
      case COMMITTING -> expired(saga);
      case CONFIRMED -> new Unmoved(Ignored.CONTRADICTS);
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_UNDONE);
      case NEEDS_ATTENTION ->
          saga.owes(Step.COMMIT_STOCK) ? expired(saga) : new Unmoved(Ignored.ALREADY_UNDONE);
    };
  }

  private static Transition expired(Saga saga) {
    Saga after = saga.undoneFor(Reasons.HOLD_EXPIRED, Step.REFUND_PAYMENT, Step.RELEASE_STOCK);
    return Moves.to(saga, after, Note.REPLY, "the stock was given back before it could be sold");
  }

  private static Transition refunded(Saga saga, PaymentRefunded reply) {
    String detail = reply.moneyWasReturned() ? "the money was given back" : "no money was taken";
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, CONFIRMED -> new Unmoved(Ignored.NOT_ASKED);
      case REFUNDING -> compensated(saga, Step.REFUND_PAYMENT, detail);
      // it had been given up; the release is awaited as before
      case RELEASING ->
          saga.owes(Step.REFUND_PAYMENT)
              ? Moves.noted(saga.without(Step.REFUND_PAYMENT), Note.REPLY, detail)
              : new Unmoved(Ignored.DUPLICATE);
      case CANCELLED -> new Unmoved(Ignored.DUPLICATE);
      case NEEDS_ATTENTION -> compensatedAfterAll(saga, Step.REFUND_PAYMENT, detail);
    };
  }

  private static Transition released(Saga saga) {
    String detail = "nothing is set aside any more";
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, CONFIRMED -> new Unmoved(Ignored.NOT_ASKED);
      case REFUNDING -> new Unmoved(Ignored.OUT_OF_TURN);
      case RELEASING -> compensated(saga, Step.RELEASE_STOCK, detail);
      case CANCELLED -> new Unmoved(Ignored.DUPLICATE);
      case NEEDS_ATTENTION -> compensatedAfterAll(saga, Step.RELEASE_STOCK, detail);
    };
  }

  private static Transition compensated(Saga saga, Step compensation, String detail) {
    return Moves.past(compensation, saga, saga.without(compensation), Note.REPLY, detail);
  }

  private static Transition compensatedAfterAll(Saga saga, Step compensation, String detail) {
    if (saga.owes(compensation)) {
      return compensated(saga, compensation, detail);
    }
    return new Unmoved(saga.owes(Step.COMMIT_STOCK) ? Ignored.NOT_ASKED : Ignored.DUPLICATE);
  }

  private static Transition undoneUnlessPaid(Saga saga) {
    return new Unmoved(saga.owes(Step.COMMIT_STOCK) ? Ignored.CONTRADICTS : Ignored.ALREADY_UNDONE);
  }

  private static Transition cancel(Saga saga) {
    String detail = "the customer wants the order cancelled";
    return switch (saga.state()) {
      case RESERVING -> cancelled(saga, detail, Step.RELEASE_STOCK);
      case CHARGING -> cancelled(saga, detail, Step.REFUND_PAYMENT, Step.RELEASE_STOCK);
      case COMMITTING, CONFIRMED -> new Refused(Refusal.PAID);
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_CANCELLING);
      case NEEDS_ATTENTION ->
          saga.owes(Step.COMMIT_STOCK)
              ? new Refused(Refusal.PAID)
              : new Unmoved(Ignored.ALREADY_CANCELLING);
    };
  }

  private static Transition cancelled(Saga saga, String detail, Step... compensations) {
    return Moves.to(
        saga, saga.undoneFor(Reasons.CUSTOMER_REQUEST, compensations), Note.CANCELLATION, detail);
  }
}
