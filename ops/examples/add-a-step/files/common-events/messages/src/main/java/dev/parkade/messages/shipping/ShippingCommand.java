package dev.parkade.messages.shipping;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;

/// What shipping-service can be asked to do. Keyed by order.
public sealed interface ShippingCommand extends MessageBody permits BookShipment, CancelShipment {

  OrderId orderId();
}
