package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.COMMITTING;
import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;
import static dev.parkade.order.saga.SagaState.RELEASING;

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
/// An answer that still comes ends it after all.
public final class Transitions {

  /// Stored with every saga; a saga in flight finishes on its own version.
  public static final int VERSION = 1;

  private static final String EXPIRED = "the stock was given back before it could be sold";

  private Transitions() {}

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
      case SagaInput.CancellationRequested _ -> cancel(saga);
    };
  }

  private static Transition reserved(Saga saga, MessageId id, StockReserved reply) {
    return switch (saga.state()) {
      case RESERVING ->
          Moves.reply(
              saga.reserved(reply, id), Step.CHARGE_PAYMENT, "the stock is set aside, with prices");
      // a saga that refunds has been charged, so this answer was taken before; its release follows
      case CHARGING, COMMITTING, CONFIRMED, REFUNDING -> new Unmoved(Ignored.DUPLICATE);
      case RELEASING, CANCELLED, NEEDS_ATTENTION ->
          id.equals(saga.reservedBy()) || saga.isStuckAt(Step.COMMIT_STOCK)
              ? new Unmoved(Ignored.DUPLICATE)
              : Moves.late(
                  saga.seenReserved(id), Step.RELEASE_STOCK, "stock was set aside after all");
    };
  }

  private static Transition stockRefused(Saga saga, StockRefused reply) {
    return switch (saga.state()) {
      case RESERVING ->
          Moves.ended(saga.undoneFor(CANCELLED, reply.reason().name()), Note.REPLY, reply.detail());
      case CHARGING, COMMITTING, CONFIRMED -> new Unmoved(Ignored.CONTRADICTS);
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_UNDONE);
      case NEEDS_ATTENTION ->
          new Unmoved(
              saga.isStuckAt(Step.COMMIT_STOCK) ? Ignored.CONTRADICTS : Ignored.ALREADY_UNDONE);
    };
  }

  private static Transition charged(Saga saga, MessageId id) {
    boolean seen = id.equals(saga.chargedBy()) || saga.isStuckAt(Step.COMMIT_STOCK);
    String late = "the money was taken after all";
    return switch (saga.state()) {
      case RESERVING -> new Unmoved(Ignored.NOT_ASKED);
      case CHARGING ->
          Moves.reply(saga.seenCharged(id).in(COMMITTING), Step.COMMIT_STOCK, "the money is taken");
      case COMMITTING, CONFIRMED -> new Unmoved(Ignored.DUPLICATE);
      case REFUNDING, CANCELLED, NEEDS_ATTENTION ->
          seen
              ? new Unmoved(Ignored.DUPLICATE)
              : Moves.late(saga.seenCharged(id), Step.REFUND_PAYMENT, late);
      // one step back, so that the refund is awaited and the release comes after it
      case RELEASING ->
          seen
              ? new Unmoved(Ignored.DUPLICATE)
              : Moves.late(saga.seenCharged(id).in(REFUNDING), Step.REFUND_PAYMENT, late);
    };
  }

  private static Transition paymentRefused(Saga saga, PaymentRefused reply) {
    return switch (saga.state()) {
      case RESERVING -> new Unmoved(Ignored.NOT_ASKED);
      case CHARGING ->
          Moves.undo(saga.undoneFor(RELEASING, reply.reason().name()), Note.REPLY, reply.detail());
      case COMMITTING, CONFIRMED -> new Unmoved(Ignored.CONTRADICTS);
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_UNDONE);
      case NEEDS_ATTENTION ->
          new Unmoved(
              saga.isStuckAt(Step.COMMIT_STOCK) ? Ignored.CONTRADICTS : Ignored.ALREADY_UNDONE);
    };
  }

  private static Transition parked(Saga saga, PaymentWaiting waiting) {
    return switch (saga.state()) {
      case CHARGING ->
          new Moved(
              saga.parked(),
              List.of(),
              List.of(),
              Note.WAITING,
              "the payment waits since " + waiting.since() + ": " + waiting.reason());
      case RESERVING, COMMITTING, CONFIRMED, REFUNDING, RELEASING, CANCELLED, NEEDS_ATTENTION ->
          new Unmoved(Ignored.NOT_WAITING);
    };
  }

  private static Transition committed(Saga saga) {
    String late = "the stock was sold after all";
    return switch (saga.state()) {
      case RESERVING, CHARGING -> new Unmoved(Ignored.NOT_ASKED);
      case COMMITTING -> Moves.ended(saga.in(CONFIRMED), Note.REPLY, "the stock is sold");
      case CONFIRMED -> new Unmoved(Ignored.DUPLICATE);
      // the release follows in its turn
      case REFUNDING -> new Moved(saga, List.of(), List.of(), Note.LATE_SUCCESS, late);
      case RELEASING, CANCELLED -> Moves.late(saga, Step.RELEASE_STOCK, late);
      case NEEDS_ATTENTION ->
          saga.isStuckAt(Step.COMMIT_STOCK)
              ? Moves.ended(
                  saga.unstuckAt(Step.COMMIT_STOCK).in(CONFIRMED), Note.REPLY, "the stock is sold")
              : Moves.late(saga, Step.RELEASE_STOCK, late);
    };
  }

  private static Transition holdExpired(Saga saga) {
    return switch (saga.state()) {
      case RESERVING, CHARGING -> new Unmoved(Ignored.NOT_ASKED);
      case COMMITTING -> expired(saga);
      case CONFIRMED -> new Unmoved(Ignored.CONTRADICTS);
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_UNDONE);
      case NEEDS_ATTENTION ->
          saga.isStuckAt(Step.COMMIT_STOCK)
              ? expiredUnderAttention(saga)
              : new Unmoved(Ignored.ALREADY_UNDONE);
    };
  }

  private static Transition expired(Saga saga) {
    return Moves.undo(saga.undoneFor(REFUNDING, Reasons.HOLD_EXPIRED), Note.REPLY, EXPIRED);
  }

  /// A client that has seen NEEDS_ATTENTION does not see PENDING again, so it is undone from there.
  private static Transition expiredUnderAttention(Saga saga) {
    Saga after =
        saga.undoneFor(NEEDS_ATTENTION, Reasons.HOLD_EXPIRED)
            .stuckAt(Step.REFUND_PAYMENT)
            .stuckAt(Step.RELEASE_STOCK);
    return Moves.reply(after, Step.REFUND_PAYMENT, EXPIRED);
  }

  private static Transition refunded(Saga saga, PaymentRefunded reply) {
    String detail = reply.moneyWasReturned() ? "the money was given back" : "no money was taken";
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, CONFIRMED -> new Unmoved(Ignored.NOT_ASKED);
      case REFUNDING ->
          Moves.undo(saga.unstuckAt(Step.REFUND_PAYMENT).in(RELEASING), Note.REPLY, detail);
      case RELEASING, NEEDS_ATTENTION -> Moves.answered(saga, Step.REFUND_PAYMENT, detail);
      case CANCELLED -> new Unmoved(Ignored.DUPLICATE);
    };
  }

  private static Transition released(Saga saga) {
    String detail = "nothing is set aside any more";
    return switch (saga.state()) {
      case RESERVING, CHARGING, COMMITTING, CONFIRMED -> new Unmoved(Ignored.NOT_ASKED);
      case REFUNDING -> new Unmoved(Ignored.OUT_OF_TURN);
      case RELEASING -> Moves.undone(saga, Note.REPLY, detail);
      case CANCELLED -> new Unmoved(Ignored.DUPLICATE);
      case NEEDS_ATTENTION -> Moves.answered(saga, Step.RELEASE_STOCK, detail);
    };
  }

  private static Transition cancel(Saga saga) {
    String detail = "the customer wants the order cancelled";
    return switch (saga.state()) {
      case RESERVING ->
          Moves.undo(
              saga.undoneFor(RELEASING, Reasons.CUSTOMER_REQUEST), Note.CANCELLATION, detail);
      case CHARGING ->
          Moves.undo(
              saga.undoneFor(REFUNDING, Reasons.CUSTOMER_REQUEST), Note.CANCELLATION, detail);
      case COMMITTING, CONFIRMED -> new Transition.TooLate();
      case REFUNDING, RELEASING, CANCELLED -> new Unmoved(Ignored.ALREADY_CANCELLING);
      case NEEDS_ATTENTION ->
          saga.isStuckAt(Step.COMMIT_STOCK)
              ? new Transition.TooLate()
              : new Unmoved(Ignored.ALREADY_CANCELLING);
    };
  }
}
