package dev.parkade.order.watching;

import dev.parkade.messages.id.OrderId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Everybody in this instance who waits for news of an order.
///
/// What this instance commits wakes them at once. What another instance commits is found by one
/// look-out for all of them, which asks for the newest lines of the orders that have been quiet,
/// one statement for a thousand orders, and only while somebody waits.
@Component
public final class Watches implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Watches.class);
  private static final int ORDERS_PER_STATEMENT = 1000;

  /// The look-out rests this many times as long as it worked: it costs 5 % of a core at most.
  private static final int REST = 20;

  /// However long it took: a database that is away takes seconds to say so, and nobody shall hear
  /// nothing for twenty times as long when it is back.
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);

  private final Map<OrderId, Set<Watch>> open = new ConcurrentHashMap<>();
  private final AtomicBoolean lookingOut = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stop = lock.newCondition();
  private final OrderNews news;
  private final Duration interval;
  private volatile boolean running;
  private volatile boolean stopped;

  /// @param interval how long an order may have been quiet before its news is looked for
  Watches(OrderNews news, @Value("${parkade.watching.look-out-interval:100ms}") Duration interval) {
    this.news = news;
    this.interval = interval;
  }

  /// Begins to wait; whoever must not miss anything reads the order only then.
  public Watch open(OrderId order) {
    var watch = new Watch(order, this);
    open.compute(
        order,
        (_, watches) -> {
          Set<Watch> all = watches == null ? ConcurrentHashMap.newKeySet() : watches;
          all.add(watch);
          return all;
        });
    if (stopped) {
      watch.stop();
    }
    lookOut();
    return watch;
  }

  void closed(Watch watch) {
    open.computeIfPresent(
        watch.order(),
        (_, watches) -> {
          watches.remove(watch);
          return watches.isEmpty() ? null : watches;
        });
  }

  /// Wakes everybody who waits for news of this order; to be called after the commit.
  public void tell(News news) {
    open.getOrDefault(news.order(), Set.of()).forEach(watch -> watch.tell(news));
  }

  private void lookOut() {
    if (!stopped && lookingOut.compareAndSet(false, true)) {
      Thread.ofVirtual().name("order-look-out").start(this::lookOutWhileSomebodyWaits);
    }
  }

  private void lookOutWhileSomebodyWaits() {
    try {
      Duration rest = interval;
      while (!open.isEmpty() && !stoppedWithin(rest)) {
        long begin = System.nanoTime();
        look();
        rest = restAfter(Duration.ofNanos(System.nanoTime() - begin), interval);
      }
    } finally {
      lookingOut.set(false);
    }
    if (!open.isEmpty()) {
      // somebody came between the last question and the end
      lookOut();
    }
  }

  /// Never shorter than the interval.
  static Duration restAfter(Duration work, Duration interval) {
    Duration rest = work.multipliedBy(REST);
    if (rest.compareTo(LONGEST_REST) > 0) {
      rest = LONGEST_REST;
    }
    return rest.compareTo(interval) > 0 ? rest : interval;
  }

  private void look() {
    List<OrderId> quiet =
        open.entrySet().stream()
            .filter(e -> e.getValue().stream().anyMatch(watch -> watch.isQuietFor(interval)))
            .map(Map.Entry::getKey)
            .toList();
    try {
      for (int from = 0; from < quiet.size(); from += ORDERS_PER_STATEMENT) {
        int to = Math.min(quiet.size(), from + ORDERS_PER_STATEMENT);
        news.of(quiet.subList(from, to)).forEach(this::tell);
      }
    } catch (DataAccessException | TransactionException away) {
      log.debug("cannot look for news of {} orders: {}", quiet.size(), away.toString());
    }
  }

  private boolean stoppedWithin(Duration time) {
    long left = time.toNanos();
    lock.lock();
    try {
      while (!stopped && left > 0) {
        left = stop.awaitNanos(left);
      }
      return stopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void start() {
    // again, too: a context can be paused
    stopped = false;
    running = true;
  }

  /// Ends all waiting before the web server waits for its requests to end.
  @Override
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      running = false;
      stop.signalAll();
    } finally {
      lock.unlock();
    }
    open.values().forEach(watches -> watches.forEach(Watch::stop));
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
