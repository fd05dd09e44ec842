package dev.parkade.payment.parking;

/// Why a parked command left.
enum SettleCause {
  /// Its time came and it was decided.
  RELEASED,
  /// Its order was refunded while it waited.
  REFUNDED,
  /// Its customer never arrived.
  EXPIRED,
  /// The provider never answered, or deciding it failed.
  GIVEN_UP,
  /// Somebody else wrote its tombstone.
  REMOVED
}
