package dev.parkade.order.execution;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.SagaInput;

/// Something that happened to an order's saga.
public record Arrival(OrderId order, SagaInput input) {}
