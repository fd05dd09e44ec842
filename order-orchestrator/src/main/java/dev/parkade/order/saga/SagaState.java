package dev.parkade.order.saga;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a saga stands. Compensation is strictly serial, so the state says which one is awaited.
public enum SagaState {
  RESERVING(OrderStatus.PENDING, Step.RESERVE_STOCK),
  CHARGING(OrderStatus.PENDING, Step.CHARGE_PAYMENT),
  COMMITTING(OrderStatus.PENDING, Step.COMMIT_STOCK),
  CONFIRMED(OrderStatus.CONFIRMED, null),
  /// Compensating, first part: the refund is awaited.
  REFUNDING(OrderStatus.PENDING, Step.REFUND_PAYMENT),
  /// Compensating, last part: the release is awaited.
  RELEASING(OrderStatus.PENDING, Step.RELEASE_STOCK),
  CANCELLED(OrderStatus.CANCELLED, null),
  /// Steps stayed without an answer; [Saga#owed()] says which.
  NEEDS_ATTENTION(OrderStatus.NEEDS_ATTENTION, null);

  private final OrderStatus status;
  private final @Nullable Step awaited;

  SagaState(OrderStatus status, @Nullable Step awaited) {
    this.status = status;
    this.awaited = awaited;
  }

  /// How the saga stands, for operators. A client may have seen more: [Saga#status()].
  public OrderStatus status() {
    return status;
  }

  /// The step whose answer is awaited; empty in a state that waits for nothing.
  public Optional<Step> awaited() {
    return Optional.ofNullable(awaited);
  }

  /// Whether the pivot has not completed and nothing is being undone: the only time in which the
  /// deadline of the whole saga counts.
  public boolean beforePivot() {
    return this == RESERVING || this == CHARGING;
  }

  /// The state that awaits this step.
  static SagaState awaiting(Step step) {
    return switch (step) {
      case RESERVE_STOCK -> RESERVING;
      case CHARGE_PAYMENT -> CHARGING;
      case COMMIT_STOCK -> COMMITTING;
      case REFUND_PAYMENT -> REFUNDING;
      case RELEASE_STOCK -> RELEASING;
    };
  }
}
