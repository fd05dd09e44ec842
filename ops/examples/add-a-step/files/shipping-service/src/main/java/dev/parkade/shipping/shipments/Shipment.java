package dev.parkade.shipping.shipments;

import static dev.parkade.shipping.shipments.ShipmentStatus.ABSENT;
import static dev.parkade.shipping.shipments.ShipmentStatus.BOOKED;
import static dev.parkade.shipping.shipments.ShipmentStatus.CANCELLED;
import static dev.parkade.shipping.shipments.ShipmentStatus.REFUSED;

import dev.parkade.messages.id.OrderId;
import org.jspecify.annotations.Nullable;

/// What was asked and decided for one order.
///
/// @param units how many units the parcel has or would have had; 0 if nobody ever asked for one
/// @param tracking null unless a parcel was booked
record Shipment(OrderId orderId, ShipmentStatus status, long units, @Nullable String tracking) {

  static Shipment absent(OrderId orderId) {
    return new Shipment(orderId, ABSENT, 0, null);
  }

  Shipment booked(long units, String tracking) {
    return new Shipment(orderId, BOOKED, units, tracking);
  }

  Shipment refused(long units) {
    return new Shipment(orderId, REFUSED, units, null);
  }

  Shipment cancelled() {
    return new Shipment(orderId, CANCELLED, units, tracking);
  }
}
