package dev.parkade.order.operators;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.orders.Links;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import dev.parkade.order.storage.OrderRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A saga as an operator sees it.
///
/// @param status how the saga stands
/// @param orderStatus what the client sees of the order, which does not go back when something is
///     undone after the end
/// @param awaited the step whose answer is awaited
/// @param owed what it cannot end without; in NEEDS_ATTENTION, what stayed without an answer
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
    OrderStatus orderStatus,
    @Nullable String reason,
    @Nullable Step awaited,
    List<Step> owed,
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
        row.state().status(),
        row.state(),
        row.status(),
        row.reason(),
        row.state().awaited().orElse(null),
        row.owed().stream().sorted().toList(),
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
