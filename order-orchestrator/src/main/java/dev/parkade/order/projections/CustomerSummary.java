package dev.parkade.order.projections;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.order.saga.OrderStatus;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The orders of a customer in numbers.
///
/// @param orders how many there are of each status
/// @param confirmed what the confirmed ones cost together, one entry for each currency
/// @param firstOrderAt when the customer's first order was placed, null if there is none
/// @param lastOrderAt when the customer's last order was placed, null if there is none
public record CustomerSummary(
    CustomerId customerId,
    Map<OrderStatus, Long> orders,
    List<Total> confirmed,
    @Nullable Instant firstOrderAt,
    @Nullable Instant lastOrderAt) {

  /// A sum in minor units, which may be larger than any single amount.
  public record Total(BigInteger amount, String currency) {}
}
