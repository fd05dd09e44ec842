package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CANCELLED;
import static dev.parkade.order.saga.SagaState.NEEDS_ATTENTION;
import static dev.parkade.order.saga.SagaState.REFUNDING;

import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.order.OrderEvent;
import dev.parkade.messages.order.OrderNeedsAttention;
import dev.parkade.order.saga.Transition.Moved;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The shapes that transitions have.
final class Moves {

  private Moves() {}

  /// On to another state. Its command is the one it awaits, and the world is told when what a
  /// client sees has changed.
  static Moved to(Saga before, Saga after, Note note, String detail) {
    List<OrderEvent> events =
        after.status() == before.status() ? List.of() : List.of(announcement(after));
    return new Moved(after, after.state().awaited().stream().toList(), events, note, detail);
  }

  /// Nothing is sent, and it stays where it is.
  static Moved noted(Saga after, Note note, String detail) {
    return new Moved(after, List.of(), List.of(), note, detail);
  }

  /// The awaited command once more.
  static Moved again(Saga saga, Note note, String detail) {
    return new Moved(saga, saga.state().awaited().stream().toList(), List.of(), note, detail);
  }

  /// A compensation is over, with or without an answer: the next one that is owed, or the end.
  static Moved past(Step compensation, Saga before, Saga after, Note note, String detail) {
    Optional<Step> next =
        after.owed().stream().filter(s -> s.compareTo(compensation) > 0).sorted().findFirst();
    SagaState state =
        next.map(SagaState::awaiting)
            .orElseGet(() -> after.owed().isEmpty() ? CANCELLED : NEEDS_ATTENTION);
    return to(before, after.in(state), note, detail);
  }

  /// A step succeeded too late: its compensation is owed (again), with a time limit like any other.
  /// A refund comes before a release that is owed.
  static Moved late(Saga before, Saga seen, Step compensation, String detail) {
    Saga owing = seen.owing(compensation);
    SagaState state = before.state() == REFUNDING ? REFUNDING : SagaState.awaiting(compensation);
    boolean itsTurn = state.awaited().filter(step -> step == compensation).isPresent();
    return itsTurn
        ? to(before, owing.in(state), Note.LATE_SUCCESS, detail)
        : noted(owing, Note.LATE_SUCCESS, detail);
  }

  private static OrderEvent announcement(Saga saga) {
    String reason = Objects.requireNonNullElse(saga.publicReason(), "");
    return switch (saga.status()) {
      case CONFIRMED ->
          new OrderConfirmed(
              saga.orderId(),
              saga.customerId(),
              Objects.requireNonNull(saga.total(), "confirmed without prices"));
      case CANCELLED -> new OrderCancelled(saga.orderId(), saga.customerId(), reason);
      case NEEDS_ATTENTION -> new OrderNeedsAttention(saga.orderId(), saga.customerId(), reason);
      case PENDING -> throw new IllegalArgumentException("no status leads back to PENDING");
    };
  }
}
