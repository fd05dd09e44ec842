package dev.parkade.messages.payment;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;

/// What payment-service can be asked to do. Keyed by customer, so that a customer's payments keep
/// their order.
public sealed interface PaymentCommand extends MessageBody permits ChargePayment, RefundPayment {

  OrderId orderId();

  CustomerId customerId();
}
