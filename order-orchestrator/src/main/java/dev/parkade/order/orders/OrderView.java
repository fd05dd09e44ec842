package dev.parkade.order.orders;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.order.projections.OrderViewRow;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.OrderStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An order as a client sees it.
///
/// @param reason why it is being or was cancelled, or what a person must look at: a stable code
/// @param total what it costs, known once the stock is set aside
record OrderView(
    OrderId id,
    CustomerId customerId,
    OrderStatus status,
    @Nullable String reason,
    List<Line> lines,
    @Nullable Money total,
    Instant createdAt,
    Instant updatedAt,
    Links links) {

  static OrderView of(OrderViewRow row) {
    return new OrderView(
        row.id(),
        row.customerId(),
        row.status(),
        row.reason(),
        row.lines(),
        row.total(),
        row.createdAt(),
        row.updatedAt(),
        Links.of(row.id()));
  }
}
