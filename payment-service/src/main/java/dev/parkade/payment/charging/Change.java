package dev.parkade.payment.charging;

import dev.parkade.messages.id.OrderId;

/// A decision to be stored.
public final class Change {

  private final Payment payment;
  private final boolean first;

  /// @param first whether it is the first decision about its order
  Change(Payment payment, boolean first) {
    this.payment = payment;
    this.first = first;
  }

  Payment payment() {
    return payment;
  }

  boolean first() {
    return first;
  }

  OrderId orderId() {
    return payment.orderId();
  }

  /// The partition number of the command that decided.
  public int partition() {
    return payment.origin().partition();
  }

  /// Whether it takes money.
  public boolean takesMoney() {
    return payment.status() == PaymentStatus.CHARGED;
  }
}
