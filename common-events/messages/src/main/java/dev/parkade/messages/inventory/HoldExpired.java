package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;

/// The hold could not be committed: it had expired or was released, and its stock is gone.
public record HoldExpired(OrderId orderId) implements InventoryReply {

  public HoldExpired {
    requireNonNull(orderId, "orderId");
  }
}
