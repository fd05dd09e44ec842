package dev.parkade.payment.charging;

/// What has been decided about the payment of an order.
public enum PaymentStatus {
  /// The money was taken.
  CHARGED,
  /// The charge was refused; nothing was taken.
  REFUSED,
  /// The money was taken and given back.
  REFUNDED,
  /// A refund came before any charge: nothing was taken, and nothing may be taken any more.
  VOIDED
}
