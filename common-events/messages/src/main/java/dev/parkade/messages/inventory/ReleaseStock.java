package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.text.Sentence;

/// Give the hold of this order back, whether or not it was ever made: a compensation.
public record ReleaseStock(OrderId orderId, String reason) implements InventoryCommand {

  public ReleaseStock {
    requireNonNull(orderId, "orderId");
    reason = Sentence.of(requireNonNull(reason, "reason"));
  }
}
