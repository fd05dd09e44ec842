package dev.parkade.order.execution;

import dev.parkade.messages.id.OrderId;
import java.util.Map;

/// Is told which orders got new lines of history, once the transaction that appended them has
/// committed. What another instance appends is not told here.
@FunctionalInterface
public interface HistoryFollower {

  /// Must not block: whoever appended waits for it.
  ///
  /// @param newest the number of the newest line of each of these orders
  void appended(Map<OrderId, Integer> newest);
}
