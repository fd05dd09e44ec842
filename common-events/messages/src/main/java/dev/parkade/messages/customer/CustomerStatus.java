package dev.parkade.messages.customer;

/// Whether a customer may pay.
public enum CustomerStatus {
  ACTIVE,
  INACTIVE
}
