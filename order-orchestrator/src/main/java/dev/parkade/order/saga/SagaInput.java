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

  /// The customer wants the order cancelled.
  record CancellationRequested() implements SagaInput {}
}
