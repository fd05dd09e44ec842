package dev.parkade.payment.parking;

/// What becomes of a customer's later charges when one became a dead letter after it had been its
/// turn.
enum AfterDeadLetter {
  /// They wait behind it, and nobody else does. The command stays parked as a marker under its own
  /// key until it is replayed, its order is refunded, an operator lets the customer go on, or the
  /// maximum age has passed.
  BLOCK,
  /// They go on without it. If the provider had taken its money without saying so, a refund of its
  /// order does not know.
  CONTINUE
}
