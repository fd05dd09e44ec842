package dev.parkade.payment.parking;

/// What a parked command waits for.
enum WaitReason {
  /// The event that registers its customer.
  CUSTOMER_UNKNOWN,
  /// Earlier commands of the same customer.
  EARLIER_COMMANDS,
  /// A payment provider that answers.
  PROVIDER_UNAVAILABLE
}
