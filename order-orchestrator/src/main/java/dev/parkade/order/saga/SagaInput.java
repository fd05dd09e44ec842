package dev.parkade.order.saga;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.payment.PaymentReply;

/// What can happen to a saga.
public sealed interface SagaInput {

  /// inventory-service answered.
  record InventoryReplied(MessageId id, InventoryReply reply) implements SagaInput {}

  /// payment-service answered.
  record PaymentReplied(MessageId id, PaymentReply reply) implements SagaInput {}

  /// The awaited answer is overdue and the command may be sent once more.
  record RetryDue() implements SagaInput {}

  /// The awaited answer is overdue and every attempt is used up.
  record AttemptsExhausted() implements SagaInput {}

  /// The whole saga took too long.
  record SagaOverdue() implements SagaInput {}

  /// The stock is given back soon, so a payment from now on would come to nothing.
  record HoldRunsOut() implements SagaInput {}

  /// The customer wants the order cancelled.
  record CancellationRequested() implements SagaInput {}

  /// A person acts, and answers for it.
  sealed interface OperatorActed extends SagaInput {

    /// Who acts and why.
    Operator by();
  }

  /// Send the awaited command again now, or begin again with what was given up.
  record OperatorRetried(Operator by) implements OperatorActed {}

  /// Go on without the answer to the step that was given up.
  record OperatorSkipped(Operator by) implements OperatorActed {}

  /// End the order like this; the saga does what is still needed for it.
  record OperatorResolved(Operator by, Outcome outcome) implements OperatorActed {}

  /// How an operator wants an order to end.
  enum Outcome {
    CONFIRMED,
    CANCELLED
  }
}
