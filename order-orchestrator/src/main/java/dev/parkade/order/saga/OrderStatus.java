package dev.parkade.order.saga;

/// What a client sees of an order. It never goes backwards: see [#then(OrderStatus)].
public enum OrderStatus {
  /// The saga is on its way, forwards or backwards.
  PENDING,
  /// Paid and sold.
  CONFIRMED,
  /// Ended with everything undone.
  CANCELLED,
  /// Cannot end by itself and waits for a person.
  NEEDS_ATTENTION;

  /// What a client sees who has seen this and whose order's saga now stands at `next`: an end stays
  /// an end, whatever has to be undone later, and nothing is pending again.
  OrderStatus then(OrderStatus next) {
    return switch (this) {
      case PENDING -> next;
      case NEEDS_ATTENTION -> next == PENDING ? this : next;
      case CONFIRMED, CANCELLED -> this;
    };
  }

  /// Whether an order that stands so stands so for ever.
  public boolean isFinal() {
    return this == CONFIRMED || this == CANCELLED;
  }
}
