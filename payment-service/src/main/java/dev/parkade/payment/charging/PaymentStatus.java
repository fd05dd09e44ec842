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
  VOIDED,
  /// Nothing is decided: a provider was, or was about to be, asked for the money and may hold it. A
  /// charge may be tried again, a refund asks that provider.
  UNCERTAIN
}
