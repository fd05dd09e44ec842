package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;

import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.order.OrderEvent;
import dev.parkade.messages.order.OrderNeedsAttention;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;
import java.util.List;
import java.util.Objects;

/// The shapes that transitions have.
final class Moves {

  private Moves() {}

  /// An answer that leads to the next command.
  static Moved reply(Saga after, Step command, String detail) {
    return new Moved(after, List.of(command), List.of(), Note.REPLY, detail);
  }

  /// A step succeeded too late: the same compensation once more.
  static Moved late(Saga after, Step compensation, String detail) {
    return new Moved(after, List.of(compensation), List.of(), Note.LATE_SUCCESS, detail);
  }

  /// On to a compensating state, whose command is the one it awaits.
  static Moved undo(Saga after, Note note, String detail) {
    return new Moved(after, after.state().awaited().stream().toList(), List.of(), note, detail);
  }

  /// The last compensation is over, with or without an answer.
  static Moved undone(Saga saga, Note note, String detail) {
    return ended(saga.in(saga.stuck().isEmpty() ? CANCELLED : NEEDS_ATTENTION), note, detail);
  }

  /// An end that the world is told about.
  static Moved ended(Saga after, Note note, String detail) {
    return new Moved(after, List.of(), List.of(announcement(after)), note, detail);
  }

  /// A compensation that had been given up was answered after all.
  static Transition answered(Saga saga, Step step, String detail) {
    if (!saga.isStuckAt(step)) {
      return new Unmoved(saga.isStuckAt(Step.COMMIT_STOCK) ? Ignored.NOT_ASKED : Ignored.DUPLICATE);
    }
    Saga better = saga.unstuckAt(step);
    if (saga.state() == NEEDS_ATTENTION && better.stuck().isEmpty()) {
      return undone(better, Note.REPLY, detail);
    }
    boolean releaseIsNext = saga.state() == NEEDS_ATTENTION && step == Step.REFUND_PAYMENT;
    return new Moved(
        better,
        releaseIsNext ? List.of(Step.RELEASE_STOCK) : List.of(),
        List.of(),
        Note.REPLY,
        detail);
  }

  private static OrderEvent announcement(Saga saga) {
    String reason = Objects.requireNonNullElse(saga.publicReason(), "");
    return switch (saga.state()) {
      case CONFIRMED ->
          new OrderConfirmed(
              saga.orderId(),
              saga.customerId(),
              Objects.requireNonNull(saga.total(), "confirmed without prices"));
      case CANCELLED -> new OrderCancelled(saga.orderId(), saga.customerId(), reason);
      case NEEDS_ATTENTION -> new OrderNeedsAttention(saga.orderId(), saga.customerId(), reason);
      case RESERVING, CHARGING, COMMITTING, REFUNDING, RELEASING ->
          throw new IllegalArgumentException("not an end: " + saga.state());
    };
  }
}
