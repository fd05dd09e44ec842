package dev.parkade.payment.customers;

/// What payment-service knows about a customer.
public enum Standing {
  /// No event about this customer has been seen: its payments wait.
  UNKNOWN,
  ACTIVE,
  /// Its charges are refused.
  INACTIVE
}
