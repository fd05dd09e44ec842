package dev.parkade.messages.order;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;

/// An order cannot end by itself and waits for a person.
public record OrderNeedsAttention(OrderId orderId, CustomerId customerId, String reason)
    implements OrderEvent {

  public OrderNeedsAttention {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    requireNonNull(reason, "reason");
  }
}
