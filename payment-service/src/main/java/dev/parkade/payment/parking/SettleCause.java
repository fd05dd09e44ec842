package dev.parkade.payment.parking;

/// Why a parked command left.
enum SettleCause {
  /// Its time came and it was decided.
  RELEASED,
  /// Its order was refunded while it waited.
  REFUNDED,
  /// Its customer never arrived.
  EXPIRED,
  /// The provider never answered, or deciding it failed, and nobody waits behind its dead letter.
  GIVEN_UP,
  /// It was a dead letter that held its customer back, and an operator let the customer go on.
  UNBLOCKED,
  /// It was a dead letter that held its customer back, and nobody dealt with it in time.
  BLOCK_EXPIRED,
  /// Somebody else wrote its tombstone.
  REMOVED
}
