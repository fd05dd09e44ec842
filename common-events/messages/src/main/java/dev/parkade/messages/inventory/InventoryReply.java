package dev.parkade.messages.inventory;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;

/// What inventory-service answers. Keyed by order.
public sealed interface InventoryReply extends MessageBody
    permits StockReserved, StockRefused, StockCommitted, StockReleased, HoldExpired {

  OrderId orderId();
}
