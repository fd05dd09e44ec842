package dev.parkade.messages.payment;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;

/// Nothing is held of the customer's money for this order: it was given back, or never taken.
public record PaymentRefunded(OrderId orderId, boolean moneyWasReturned) implements PaymentReply {

  public PaymentRefunded {
    requireNonNull(orderId, "orderId");
  }
}
