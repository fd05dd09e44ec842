package dev.parkade.messages.order;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.OrderLine;
import java.util.List;

/// An order was accepted.
public record OrderPlaced(OrderId orderId, CustomerId customerId, List<OrderLine> lines)
    implements OrderEvent {

  public OrderPlaced {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    lines = List.copyOf(lines);
  }
}
