package dev.parkade.order.watching;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.OrderStatus;
import org.jspecify.annotations.Nullable;

/// How far an order has come, as committed.
///
/// @param length the number of the newest line of its history
/// @param reason as clients are told it, if there is one
public record News(
    OrderId order, int length, OrderStatus status, @Nullable String reason, long version) {}
