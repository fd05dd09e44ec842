package dev.parkade.messages.payment;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.text.Sentence;

/// Undo the charge of this order, whether or not it was ever made: a compensation, never parked.
public record RefundPayment(OrderId orderId, CustomerId customerId, String reason)
    implements PaymentCommand {

  public RefundPayment {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    reason = Sentence.of(requireNonNull(reason, "reason"));
  }
}
