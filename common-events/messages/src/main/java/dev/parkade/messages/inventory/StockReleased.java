package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;

/// Nothing is set aside for this order any more.
public record StockReleased(OrderId orderId) implements InventoryReply {

  public StockReleased {
    requireNonNull(orderId, "orderId");
  }
}
