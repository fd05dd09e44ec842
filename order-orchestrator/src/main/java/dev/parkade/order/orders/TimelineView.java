package dev.parkade.order.orders;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.projections.TimelineLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened to an order, oldest first.
///
/// @param next the `after` of the next page; absent on the last one
record TimelineView(OrderId orderId, List<TimelineEntry> items, @Nullable Integer next) {

  /// A page out of lines that were read with `limit + 1`.
  static TimelineView of(OrderId order, List<TimelineLine> history, int limit) {
    List<TimelineEntry> items = history.stream().limit(limit).map(TimelineEntry::of).toList();
    return new TimelineView(order, items, history.size() > limit ? items.getLast().seq() : null);
  }
}
