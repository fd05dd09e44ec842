package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import java.time.Instant;
import java.util.List;

/// The stock is set aside until `expiresAt`, at these prices.
public record StockReserved(OrderId orderId, List<PricedLine> lines, Money total, Instant expiresAt)
    implements InventoryReply {

  public StockReserved {
    requireNonNull(orderId, "orderId");
    lines = List.copyOf(lines);
    requireNonNull(total, "total");
    requireNonNull(expiresAt, "expiresAt");
  }
}
