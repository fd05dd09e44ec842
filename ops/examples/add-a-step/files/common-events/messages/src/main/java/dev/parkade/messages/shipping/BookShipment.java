package dev.parkade.messages.shipping;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;

/// The order is paid and its stock is sold: book one parcel for it.
///
/// @param units how many units go into the parcel, at least 1
public record BookShipment(OrderId orderId, CustomerId customerId, long units)
    implements ShippingCommand {

  public BookShipment {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    if (units < 1) {
      throw new IllegalArgumentException("a parcel has at least one unit");
    }
  }
}
