package dev.parkade.messages.inventory;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.text.Sentence;

/// Nothing was set aside.
public record StockRefused(OrderId orderId, StockRefusal reason, String detail)
    implements InventoryReply {

  public StockRefused {
    requireNonNull(orderId, "orderId");
    requireNonNull(reason, "reason");
    detail = Sentence.of(requireNonNull(detail, "detail"));
  }
}
