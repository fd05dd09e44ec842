package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;

/// The order is paid: turn its hold into a sale.
public record CommitStock(OrderId orderId) implements InventoryCommand {

  public CommitStock {
    requireNonNull(orderId, "orderId");
  }
}
