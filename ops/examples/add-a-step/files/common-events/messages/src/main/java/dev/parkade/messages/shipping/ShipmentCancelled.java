package dev.parkade.messages.shipping;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;

/// There is no parcel any more, and there will be none.
public record ShipmentCancelled(OrderId orderId) implements ShippingReply {

  public ShipmentCancelled {
    requireNonNull(orderId, "orderId");
  }
}
