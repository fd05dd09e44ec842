package dev.parkade.messages.shipping;

/// Why no parcel was booked, as stable codes.
public enum ShipmentRefusal {
  /// No parcel takes so many units.
  PARCEL_TOO_LARGE,
  /// The shipment was cancelled before it was asked for.
  ALREADY_CANCELLED
}
