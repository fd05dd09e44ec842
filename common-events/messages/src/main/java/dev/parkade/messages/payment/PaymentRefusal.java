package dev.parkade.messages.payment;

/// Why a charge was refused: stable codes.
public enum PaymentRefusal {
  /// The provider said no.
  PAYMENT_DECLINED,
  /// The customer has been deactivated.
  CUSTOMER_INACTIVE,
  /// The order's refund came first (suspension): the charge must not happen any more.
  ALREADY_VOIDED
}
