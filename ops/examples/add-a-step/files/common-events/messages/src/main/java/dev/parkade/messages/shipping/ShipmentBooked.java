package dev.parkade.messages.shipping;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;

/// A parcel is booked.
///
/// @param tracking what the customer can look it up with
public record ShipmentBooked(OrderId orderId, String tracking) implements ShippingReply {

  public ShipmentBooked {
    requireNonNull(orderId, "orderId");
    requireNonNull(tracking, "tracking");
  }
}
