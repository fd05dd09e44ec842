package dev.parkade.messages.inventory;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;

/// What inventory-service can be asked to do. Keyed by order.
public sealed interface InventoryCommand extends MessageBody
    permits ReserveStock, CommitStock, ReleaseStock {

  OrderId orderId();
}
