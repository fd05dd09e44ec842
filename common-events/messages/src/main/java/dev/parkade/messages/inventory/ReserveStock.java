package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import java.util.List;

/// Set stock aside for this order: all lines or none.
public record ReserveStock(OrderId orderId, List<OrderLine> lines) implements InventoryCommand {

  public ReserveStock {
    requireNonNull(orderId, "orderId");
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reservation needs at least one line");
    }
  }
}
