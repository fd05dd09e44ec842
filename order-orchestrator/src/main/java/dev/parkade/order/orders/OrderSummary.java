package dev.parkade.order.orders;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.OrderRow;
import org.jspecify.annotations.Nullable;

/// The short answer about an order.
public record OrderSummary(OrderId id, OrderStatus status, @Nullable String reason, Links links) {

  /// An order that was accepted just now.
  public static OrderSummary accepted(OrderId id) {
    return new OrderSummary(id, OrderStatus.PENDING, null, Links.of(id));
  }

  /// How this order stands.
  public static OrderSummary of(OrderRow row) {
    return new OrderSummary(row.id(), row.status(), row.reason(), Links.of(row.id()));
  }
}
