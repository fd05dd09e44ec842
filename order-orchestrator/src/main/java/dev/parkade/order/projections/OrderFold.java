package dev.parkade.order.projections;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.storage.HistoryLine;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Orders as their whole histories say, line by line. Not thread-safe.
public final class OrderFold {

  private final Map<OrderId, ProjectedOrder> orders = new LinkedHashMap<>();
  private final Set<OrderId> withoutBeginning = new LinkedHashSet<>();

  /// Applies a line that follows those applied before; lines of other orders may be in between.
  public void accept(HistoryLine line) {
    ProjectedOrder before = orders.get(line.orderId());
    if (before != null || ProjectedOrder.canBeginWith(line)) {
      orders.put(line.orderId(), ProjectedOrder.apply(before, line));
    } else {
      withoutBeginning.add(line.orderId());
    }
  }

  /// The orders as they stand now.
  public Map<OrderId, ProjectedOrder> orders() {
    return orders;
  }

  /// Orders whose first line does not say who ordered what. What is known of them from the history
  /// begins with the first line that does, if one does.
  public Set<OrderId> withoutBeginning() {
    return withoutBeginning;
  }
}
