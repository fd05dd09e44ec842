package dev.parkade.messages.payment;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;

/// Take this amount from this customer for this order. Parked until the customer is known.
public record ChargePayment(OrderId orderId, CustomerId customerId, Money amount)
    implements PaymentCommand {

  public ChargePayment {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    requireNonNull(amount, "amount");
  }
}
