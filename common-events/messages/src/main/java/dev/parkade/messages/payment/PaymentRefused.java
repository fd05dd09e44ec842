package dev.parkade.messages.payment;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.text.Sentence;

/// The amount was not and will not be taken.
public record PaymentRefused(OrderId orderId, PaymentRefusal reason, String detail)
    implements PaymentReply {

  public PaymentRefused {
    requireNonNull(orderId, "orderId");
    requireNonNull(reason, "reason");
    detail = Sentence.of(requireNonNull(detail, "detail"));
  }
}
