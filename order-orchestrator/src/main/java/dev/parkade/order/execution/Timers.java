package dev.parkade.order.execution;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.execution.SagaSettings.StepLimit;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.storage.StoredSaga;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When a saga's awaited answer is overdue, and what follows when it is. Pure.
///
/// Until an order is paid, two limits count besides those of its steps, and the earlier one
/// wins: the deadline of the whole saga, and the end of what inventory holds for it, less a
/// margin in which the commit can still arrive. So nobody is charged for stock that is about to
/// be given back, however long inventory holds it.
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
    if (!after.state().beforePivot()) {
      return moved.commands().contains(awaited.get())
          ? now.plus(patience(before.id(), awaited.get(), attempt))
          : before.dueAt();
    }
    Instant limit = earlier(before.deadlineAt(), payUntil(after, before.createdAt()));
    if (after.waiting()) {
      // sending a parked charge again hurries nobody: only the limits of the whole order count now
      return limit;
    }
    return moved.commands().contains(awaited.get())
        ? earlier(now.plus(patience(before.id(), awaited.get(), attempt)), limit)
        : before.dueAt();
  }

  /// What it means that a saga is due now.
  public SagaInput overdue(StoredSaga stored, Instant now) {
    SagaState state = stored.saga().state();
    if (state.beforePivot()) {
      Instant deadline = stored.deadlineAt();
      Instant payUntil = payUntil(stored.saga(), stored.createdAt());
      if (payUntil != null && payUntil.isBefore(deadline) && !now.isBefore(payUntil)) {
        return new SagaInput.HoldRunsOut();
      }
      if (!now.isBefore(deadline)) {
        return new SagaInput.SagaOverdue();
      }
    }
    boolean last =
        state
            .awaited()
            .map(step -> stored.attempt() >= settings.limit(step).attempts())
            .orElse(true);
    return last ? new SagaInput.AttemptsExhausted() : new SagaInput.RetryDue();
  }

  /// Until when a payment is worth taking, null if nothing is held. The margin is at most half
  /// of the time for which inventory holds, so that a short one still leaves time to pay.
  private @Nullable Instant payUntil(Saga saga, Instant createdAt) {
    Instant heldUntil = saga.heldUntil();
    if (heldUntil == null) {
      return null;
    }
    Duration half = Duration.between(createdAt, heldUntil).dividedBy(2);
    Duration margin = settings.holdMargin();
    return heldUntil.minus(half.compareTo(margin) < 0 ? half : margin);
  }

  /// How long an attempt may stay unanswered. Up to a part of it longer, by chance that depends
  /// only on the order and the attempt: what became due together does not do so again.
  private Duration patience(OrderId order, Step step, int attempt) {
    StepLimit limit = settings.limit(step);
    Duration wait = limit.after(attempt);
    long mixed = (order.value().getLeastSignificantBits() + attempt) * 0x9E3779B97F4A7C15L;
    double chance = (mixed >>> 11) * 0x1.0p-53;
    return wait.plusNanos((long) (wait.toNanos() * settings.jitter() * chance));
  }

  private static Instant earlier(Instant one, @Nullable Instant other) {
    return other != null && other.isBefore(one) ? other : one;
  }
}
