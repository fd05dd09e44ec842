package dev.parkade.messages.payment;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;

/// The amount was taken.
public record PaymentCharged(OrderId orderId, PaymentId paymentId, Money amount)
    implements PaymentReply {

  public PaymentCharged {
    requireNonNull(orderId, "orderId");
    requireNonNull(paymentId, "paymentId");
    requireNonNull(amount, "amount");
  }
}
