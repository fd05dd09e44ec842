package dev.parkade.order.saga;

import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.money.Money;
import org.jspecify.annotations.Nullable;

/// A line of an order.
///
/// @param unitPrice inventory's price, known once the stock is set aside
public record Line(Sku sku, int quantity, @Nullable Money unitPrice) {

  /// A line as the client ordered it.
  public static Line of(OrderLine line) {
    return new Line(line.sku(), line.quantity(), null);
  }

  static Line of(PricedLine line) {
    return new Line(line.sku(), line.quantity(), line.unitPrice());
  }

  OrderLine ordered() {
    return new OrderLine(sku, quantity);
  }
}
