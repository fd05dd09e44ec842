package dev.parkade.inventory.holds;

import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.money.Money;
import org.jspecify.annotations.Nullable;

/// A line of a hold as stored; a refused one has no price.
record HoldLine(Sku sku, int quantity, @Nullable Money unitPrice) {

  static HoldLine of(PricedLine line) {
    return new HoldLine(line.sku(), line.quantity(), line.unitPrice());
  }

  PricedLine priced() {
    if (unitPrice == null) {
      throw new IllegalStateException("the line of " + sku + " was never priced");
    }
    return new PricedLine(sku, quantity, unitPrice);
  }
}
