package dev.parkade.order.watching;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.OrderStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Somebody who waits for news of one order, on a virtual thread that costs nothing meanwhile.
public final class Watch implements AutoCloseable {

  private final OrderId order;
  private final Watches watches;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private @Nullable News newest;
  private boolean stopped;
  private volatile long quietSince = System.nanoTime();

  Watch(OrderId order, Watches watches) {
    this.order = order;
    this.watches = watches;
  }

  OrderId order() {
    return order;
  }

  /// Waits at most so long until the history has more lines than these; false if it has not.
  public boolean awaitBeyond(int known, Duration limit) {
    return await(() -> newest != null && newest.length() > known, limit);
  }

  /// Waits at most so long until the order has left PENDING, and says how it ended; empty if it has
  /// not.
  public Optional<News> awaitEnd(Duration limit) {
    boolean ended = await(() -> newest != null && newest.status() != OrderStatus.PENDING, limit);
    return ended ? newest() : Optional.empty();
  }

  private Optional<News> newest() {
    lock.lock();
    try {
      return Optional.ofNullable(newest);
    } finally {
      lock.unlock();
    }
  }

  /// Whether there will be no more news, because this instance stops.
  public boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private boolean await(BooleanSupplier reached, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!reached.getAsBoolean() && !stopped && left > 0) {
        left = news.awaitNanos(left);
      }
      return reached.getAsBoolean();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      stopped = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// News may come late and twice: what is older than what is known changes nothing.
  void tell(News told) {
    lock.lock();
    try {
      if (newest == null || told.length() > newest.length()) {
        newest = told;
        quietSince = System.nanoTime();
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isQuietFor(Duration time) {
    return System.nanoTime() - quietSince >= time.toNanos();
  }

  @Override
  public void close() {
    watches.closed(this);
  }
}
