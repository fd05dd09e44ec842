package dev.parkade.messages.shipping;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;

/// What shipping-service answers. Keyed by order.
public sealed interface ShippingReply extends MessageBody
    permits ShipmentBooked, ShipmentRefused, ShipmentCancelled {

  OrderId orderId();
}
