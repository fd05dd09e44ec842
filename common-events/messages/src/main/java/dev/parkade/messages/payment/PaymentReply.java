package dev.parkade.messages.payment;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;

/// What payment-service answers. Keyed by order.
public sealed interface PaymentReply extends MessageBody
    permits PaymentCharged, PaymentRefused, PaymentRefunded, PaymentWaiting {

  OrderId orderId();
}
