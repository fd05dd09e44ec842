package dev.parkade.payment.parking;

/// What a parked command waits for.
enum WaitReason {
  /// The event that registers its customer.
  CUSTOMER_UNKNOWN,
  /// Earlier commands of the same customer.
  EARLIER_COMMANDS,
  /// An earlier command of the same customer that became a dead letter.
  EARLIER_DEAD_LETTER,
  /// A payment provider that takes the request.
  PROVIDER_UNAVAILABLE,
  /// A definite answer of the payment provider: it may have taken the money.
  PROVIDER_AMBIGUOUS,
  /// A payment provider that declined a refund and has to change its mind.
  REFUND_DECLINED,
  /// Somebody who deals with the dead letter that this command became. It is not tried again, and
  /// later charges of its customer wait behind it.
  DEAD_LETTERED;

  /// Whether it waits for a time, that of its next attempt.
  boolean isRetried() {
    return switch (this) {
      case PROVIDER_UNAVAILABLE, PROVIDER_AMBIGUOUS, REFUND_DECLINED -> true;
      case CUSTOMER_UNKNOWN, EARLIER_COMMANDS, EARLIER_DEAD_LETTER, DEAD_LETTERED -> false;
    };
  }
}
