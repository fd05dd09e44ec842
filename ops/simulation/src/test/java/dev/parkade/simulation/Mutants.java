package dev.parkade.simulation;

import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.order.saga.Definition;
import dev.parkade.order.saga.Definitions;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Transition;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;
import dev.parkade.order.saga.Transitions;
import dev.parkade.order.storage.StoredSaga;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Copies of the orchestrator's table and storage with one fault in them.
final class Mutants {

  private Mutants() {}

  /// The definitions of the program, or the same with a fault.
  static Definitions definitions(Mutation mutation) {
    Definition real = Transitions.definition();
    return switch (mutation) {
      case IGNORES_LATE_SUCCESS, SKIPS_RELEASE_AFTER_REFUND, CANCELS_WHAT_IS_PAID ->
          new Definitions(Set.of(new Mutant(real, mutation)));
      default -> new Definitions(Set.of(real));
    };
  }

  private record Mutant(Definition real, Mutation mutation) implements Definition {

    @Override
    public int version() {
      return real.version();
    }

    @Override
    public Moved begin(Saga saga) {
      return real.begin(saga);
    }

    @Override
    public Transition next(Saga saga, SagaInput input) {
      Transition transition = real.next(saga, input);
      return transition instanceof Moved moved ? next(saga, input, moved) : transition;
    }

    private Transition next(Saga saga, SagaInput input, Moved moved) {
      return switch (mutation) {
        case IGNORES_LATE_SUCCESS ->
            moved.note() == Note.LATE_SUCCESS ? new Unmoved(Ignored.ALREADY_UNDONE) : moved;
        case SKIPS_RELEASE_AFTER_REFUND -> {
          boolean refunded =
              saga.state() == SagaState.REFUNDING
                  && input instanceof SagaInput.PaymentReplied(_, PaymentRefunded _);
          yield refunded ? cancelled(moved) : moved;
        }
        case CANCELS_WHAT_IS_PAID -> {
          boolean givenUp =
              saga.state() == SagaState.COMMITTING && input instanceof SagaInput.AttemptsExhausted;
          yield givenUp ? cancelled(moved) : moved;
        }
        default -> moved;
      };
    }
  }

  private static Moved cancelled(Moved moved) {
    Saga saga = moved.after();
    var cancelled =
        new Saga(
            saga.orderId(),
            saga.customerId(),
            SagaState.CANCELLED,
            OrderStatus.CANCELLED,
            saga.lines(),
            saga.total(),
            saga.reason(),
            false,
            Set.of(),
            saga.reservedBy(),
            saga.chargedBy(),
            saga.heldUntil());
    var event = new OrderCancelled(saga.orderId(), saga.customerId(), "broken");
    return new Moved(cancelled, List.of(), List.of(event), moved.note(), moved.detail());
  }

  /// What becomes of a row on its way into the table.
  static UnaryOperator<StoredSaga> rows(Mutation mutation) {
    return switch (mutation) {
      case NEW_ID_ON_RETRY ->
          row -> row.moved(row.saga(), Map.of(), row.attempt(), row.dueAt(), row.updatedAt());
      case FORGETS_THE_TIME_LIMIT ->
          row ->
              row.moved(
                  row.saga(),
                  row.commandIds(),
                  row.attempt(),
                  row.attempt() > 1 ? null : row.dueAt(),
                  row.updatedAt());
      default -> UnaryOperator.identity();
    };
  }
}
