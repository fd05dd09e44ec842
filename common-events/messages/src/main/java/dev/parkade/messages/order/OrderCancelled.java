package dev.parkade.messages.order;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;

/// An order ended with everything undone; the reason is a stable code.
public record OrderCancelled(OrderId orderId, CustomerId customerId, String reason)
    implements OrderEvent {

  public OrderCancelled {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    requireNonNull(reason, "reason");
  }
}
