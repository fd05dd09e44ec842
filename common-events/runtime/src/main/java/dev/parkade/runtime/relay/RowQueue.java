package dev.parkade.runtime.relay;

import io.debezium.connector.base.QueueProvider;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The queue between Debezium's decoding thread and the relay, which wakes its reader when a row
/// arrives. Debezium's own makes the reader wait for a timer, and spin during its last millisecond.
///
/// Debezium finds it through `META-INF/services` under the name `parkade`.
///
/// @param <T> Debezium's change event
public final class RowQueue<T> implements QueueProvider<T> {

  static final String NAME = "parkade";

  /// Names the engine run, so that the task finds the queue that Debezium has made for it.
  static final String RUN = "parkade.relay.run";

  private static final Map<String, RowQueue<?>> QUEUES = new ConcurrentHashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<T> rows = new ArrayDeque<>();
  private String run = "";
  private boolean abandoned;

  /// For Debezium.
  public RowQueue() {}

  static @Nullable RowQueue<?> of(String run) {
    return QUEUES.get(run);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void configure(Map<String, ?> properties) {
    run = String.valueOf(properties.get(RUN));
    QUEUES.put(run, this);
  }

  @Override
  public void enqueue(T row) {
    lock.lock();
    try {
      if (!abandoned) {
        rows.addLast(row);
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable T poll() {
    lock.lock();
    try {
      return rows.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return rows.size();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is a row, at most as long as the limit.
  void awaitRow(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (rows.isEmpty() && left > 0) {
        left = arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Throws away what is in it and whatever comes, so that neither side waits for the other at the
  /// end of a run. What was not confirmed comes again from the slot.
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      rows.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    QUEUES.remove(run, this);
  }
}
