package dev.parkade.order.execution;

import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.storage.StoredSaga;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When a saga's awaited answer is overdue, and what follows when it is. Pure.
public final class Timers {

  private final SagaSettings settings;

  public Timers(SagaSettings settings) {
    this.settings = settings;
  }

  /// The attempt that the awaited command is at after a transition. Only time counts attempts: a
  /// command that is sent again because something happened has all of them before it again.
  int attempt(StoredSaga before, Moved moved) {
    Optional<Step> awaited = moved.after().state().awaited();
    if (awaited.isEmpty()) {
      return 0;
    }
    if (!moved.commands().contains(awaited.get())) {
      return before.attempt();
    }
    return moved.note() == Note.RETRY ? before.attempt() + 1 : 1;
  }

  /// When the awaited answer is overdue after a transition; null if none is awaited.
  @Nullable Instant due(StoredSaga before, Moved moved, int attempt, Instant now) {
    Saga after = moved.after();
    Optional<Step> awaited = after.state().awaited();
    if (awaited.isEmpty()) {
      return null;
    }
    if (after.waiting()) {
      // sending a parked charge again hurries nobody: only the deadline of the saga counts now
      return before.deadlineAt();
    }
    boolean sent = moved.commands().contains(awaited.get());
    return sent ? due(after.state(), attempt, before.deadlineAt(), now) : before.dueAt();
  }

  /// When an answer is overdue that is awaited from now on.
  Instant due(SagaState state, int attempt, Instant deadline, Instant now) {
    Instant due =
        now.plus(
            state
                .awaited()
                .map(step -> settings.limit(step).after(attempt))
                .orElse(settings.deadline()));
    return state.beforePivot() && deadline.isBefore(due) ? deadline : due;
  }

  /// What it means that a saga is due now.
  public SagaInput overdue(StoredSaga stored, Instant now) {
    SagaState state = stored.saga().state();
    if (state.beforePivot() && !now.isBefore(stored.deadlineAt())) {
      return new SagaInput.SagaOverdue();
    }
    boolean last =
        state
            .awaited()
            .map(step -> stored.attempt() >= settings.limit(step).attempts())
            .orElse(true);
    return last ? new SagaInput.AttemptsExhausted() : new SagaInput.RetryDue();
  }
}
