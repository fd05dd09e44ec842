package dev.parkade.order.watching;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.OrderStatus;

/// How far an order has come.
///
/// @param length the number of the newest line of its history
public record News(OrderId order, int length, OrderStatus status) {}
