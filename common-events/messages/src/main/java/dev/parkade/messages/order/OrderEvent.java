package dev.parkade.messages.order;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;

/// The public life of an order. Keyed by order.
public sealed interface OrderEvent extends MessageBody
    permits OrderPlaced, OrderConfirmed, OrderCancelled, OrderNeedsAttention {

  OrderId orderId();

  CustomerId customerId();
}
