package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;

/// The hold became a sale.
public record StockCommitted(OrderId orderId) implements InventoryReply {

  public StockCommitted {
    requireNonNull(orderId, "orderId");
  }
}
