package dev.parkade.order.execution;

import dev.parkade.messages.id.OrderId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// Wakes those who wait in this instance for an order's end. Another instance may have brought it
/// about, so whoever waits also looks for himself from time to time.
@Component
public class Completions {

  private final Map<OrderId, Set<Waiter>> waiting = new ConcurrentHashMap<>();

  /// Begins to listen; to be opened before the order can end, and closed afterwards.
  public Waiter expect(OrderId order) {
    var waiter = new Waiter(order);
    waiting.compute(
        order,
        (_, waiters) -> {
          Set<Waiter> all = waiters == null ? ConcurrentHashMap.newKeySet() : waiters;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /// Wakes everybody who waits for this order.
  void completed(OrderId order) {
    waiting.getOrDefault(order, Set.of()).forEach(w -> w.ended.countDown());
  }

  /// Somebody who waits for an order's end.
  public final class Waiter implements AutoCloseable {

    private final OrderId order;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Waiter(OrderId order) {
      this.order = order;
    }

    /// Waits at most so long; true if the order has ended as far as this instance knows.
    public boolean await(Duration limit) {
      try {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      waiting.computeIfPresent(
          order,
          (_, waiters) -> {
            waiters.remove(this);
            return waiters.isEmpty() ? null : waiters;
          });
    }
  }
}
