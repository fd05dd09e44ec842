package dev.parkade.messages.payment;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.text.Sentence;
import java.time.Instant;

/// The charge is parked. Informational: it is sent with the parked record, may be lost or
/// repeated, and changes no state.
public record PaymentWaiting(OrderId orderId, CustomerId customerId, Instant since, String reason)
    implements PaymentReply {

  public PaymentWaiting {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    requireNonNull(since, "since");
    reason = Sentence.of(requireNonNull(reason, "reason"));
  }
}
