package dev.parkade.order.orders;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.storage.OrderRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A saga as an operator sees it.
///
/// @param waiting whether its payment is parked
/// @param attempt how often the awaited command was sent
/// @param dueAt when the awaited answer is overdue
/// @param deadlineAt when the whole saga is overdue, unless it is paid by then
/// @param definition the version of the definition that it runs on
record SagaView(
    OrderId orderId,
    CustomerId customerId,
    OrderStatus status,
    SagaState state,
    @Nullable String reason,
    boolean waiting,
    int attempt,
    @Nullable Instant dueAt,
    Instant deadlineAt,
    int definition,
    Instant createdAt,
    Instant updatedAt,
    Links links) {

  static SagaView of(OrderRow row) {
    return new SagaView(
        row.id(),
        row.customerId(),
        row.status(),
        row.state(),
        row.reason(),
        row.waiting(),
        row.attempt(),
        row.dueAt(),
        row.deadlineAt(),
        row.definition(),
        row.createdAt(),
        row.updatedAt(),
        Links.of(row.id()));
  }
}
