package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import java.util.List;

/// Set stock aside for this order: all lines or none.
///
/// @param lines at most [#MAX_LINES]
public record ReserveStock(OrderId orderId, List<OrderLine> lines) implements InventoryCommand {

  /// The answer repeats the lines with their prices: that many fit into a message in any case.
  public static final int MAX_LINES = 1_000;

  public ReserveStock {
    requireNonNull(orderId, "orderId");
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reservation needs at least one line");
    }
    if (lines.size() > MAX_LINES) {
      throw new IllegalArgumentException("a reservation has at most " + MAX_LINES + " lines");
    }
  }
}
