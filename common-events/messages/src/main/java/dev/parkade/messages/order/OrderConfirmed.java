package dev.parkade.messages.order;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;

/// An order is paid and its stock is sold.
public record OrderConfirmed(OrderId orderId, CustomerId customerId, Money total)
    implements OrderEvent {

  public OrderConfirmed {
    requireNonNull(orderId, "orderId");
    requireNonNull(customerId, "customerId");
    requireNonNull(total, "total");
  }
}
