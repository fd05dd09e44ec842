package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;

/// A line with the unit price of inventory's catalogue at the time of the hold.
public record PricedLine(Sku sku, int quantity, Money unitPrice) {

  public PricedLine {
    requireNonNull(sku, "sku");
    requireNonNull(unitPrice, "unitPrice");
    if (quantity < 1) {
      throw new IllegalArgumentException("a quantity must be positive: " + quantity);
    }
  }
}
