package dev.parkade.order.projections;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.storage.HistoryLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What lines of history change of one order.
///
/// @param before null if the order is new to the projections
record ProjectedChange(@Nullable ProjectedOrder before, ProjectedOrder after) {

  /// What these lines change of orders that were projected before as given.
  ///
  /// @param lines in the order of the history, for each order
  static List<ProjectedChange> of(
      Map<OrderId, ProjectedOrder> before, Iterable<HistoryLine> lines) {
    Map<OrderId, ProjectedOrder> after = new LinkedHashMap<>();
    for (HistoryLine line : lines) {
      after.compute(
          line.orderId(),
          (id, soFar) -> ProjectedOrder.apply(soFar == null ? before.get(id) : soFar, line));
    }
    return after.values().stream()
        .map(order -> new ProjectedChange(before.get(order.id()), order))
        .filter(change -> !change.after().equals(change.before()))
        .toList();
  }

  boolean movesStatus() {
    return before == null || before.status() != after.status();
  }
}
