package dev.parkade.order.saga;

/// What a client sees of an order. Once it has left [#PENDING] it never comes back to it.
public enum OrderStatus {
  /// The saga is on its way, forwards or backwards.
  PENDING,
  /// Paid and sold.
  CONFIRMED,
  /// Ended with everything undone.
  CANCELLED,
  /// Cannot end by itself and waits for a person.
  NEEDS_ATTENTION
}
