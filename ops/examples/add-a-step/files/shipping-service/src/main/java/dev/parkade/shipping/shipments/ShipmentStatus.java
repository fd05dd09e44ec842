package dev.parkade.shipping.shipments;

/// Where the shipment of an order stands. The row of the order is the fence.
enum ShipmentStatus {
  /// There is no row: nothing was ever asked for this order. Never stored.
  ABSENT,
  /// A parcel is booked.
  BOOKED,
  /// No parcel takes so much.
  REFUSED,
  /// Cancelled, or never to be booked: a booking that comes later is refused.
  CANCELLED
}
