package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.Sku;

/// So many units of one product.
public record OrderLine(Sku sku, int quantity) {

  public OrderLine {
    requireNonNull(sku, "sku");
    if (quantity < 1) {
      throw new IllegalArgumentException("a quantity must be positive: " + quantity);
    }
  }
}
