package dev.parkade.payment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A steady load in which every customer comes late: they pay, are registered, and pay again.
public final class Load implements AutoCloseable {

  private static final Duration LIMIT = Eventually.SOON;
  private static final int ORDERS = 6;

  /// A customer is registered when so many others have paid since: on a busy machine, too, the
  /// service has read the first payments by then.
  private static final int BEHIND = 10;

  /// Bounds the load, should what the test waits for take for ever.
  private static final int MOST_CUSTOMERS = 1_500;

  private record Late(CustomerId id, List<String> orders, List<CompletableFuture<?>> sent) {}

  private final World world;
  private final Map<CustomerId, List<String>> sent = new LinkedHashMap<>();
  private volatile boolean stopped;
  private final Thread thread = new Thread(this::run, "load");

  public Load(World world) {
    this.world = world;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    Deque<Late> waiting = new ArrayDeque<>();
    while (!stopped && size() + waiting.size() < MOST_CUSTOMERS) {
      Late customer = new Late(World.someCustomer("late"), new ArrayList<>(), new ArrayList<>());
      pay(customer);
      waiting.addLast(customer);
      if (waiting.size() > BEHIND) {
        arrive(waiting.removeFirst());
      }
    }
    waiting.forEach(this::arrive);
  }

  private void arrive(Late customer) {
    customer.sent.add(world.registers(customer.id));
    pay(customer);
    CompletableFuture.allOf(customer.sent.toArray(CompletableFuture[]::new)).join();
    synchronized (sent) {
      sent.put(customer.id, customer.orders);
    }
  }

  private void pay(Late customer) {
    for (int i = 0; i < ORDERS / 2; i++) {
      OrderId order = World.someOrder();
      long cents = 1000 + customer.orders.size() * 100L;
      customer.orders.add(order.text());
      customer.sent.add(world.send(world.charge(customer.id, order, cents)));
      // so that they are not all of one poll
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private int size() {
    synchronized (sent) {
      return sent.size();
    }
  }

  /// Waits until so many more customers have paid.
  public void awaitMore(int customers) {
    int goal = Math.min(MOST_CUSTOMERS, size() + customers);
    Eventually.within(LIMIT, () -> assertThat(size()).isGreaterThanOrEqualTo(goal));
  }

  /// Ends the load, and waits until nothing of it waits: every order is charged once, and each
  /// customer's in the order in which they were sent.
  public void assertSettledOnceAndInOrder() {
    close();
    Eventually.within(LIMIT, () -> assertThat(charged()).isEqualTo(sent.size() * (long) ORDERS));
    Map<String, List<String>> decided = decided();
    sent.forEach((customer, orders) -> assertThat(decided.get(customer.text())).isEqualTo(orders));
    assertThat(world.deadLetters()).isEmpty();
    Eventually.within(
        LIMIT, () -> assertThat(world.get("/api/v1/parked", false)).startsWith("{\"items\":[]"));
  }

  private long charged() {
    return world
        .jdbc()
        .sql("select count(*) from payment where status = 'CHARGED'")
        .query(Long.class)
        .single();
  }

  /// The orders of each customer in the order in which they were decided.
  private Map<String, List<String>> decided() {
    Map<String, List<String>> decided = new HashMap<>();
    world
        .jdbc()
        .sql("select customer_id, order_id::text from payment order by seq")
        .query(
            row -> {
              decided
                  .computeIfAbsent(row.getString(1), customer -> new ArrayList<>())
                  .add(row.getString(2));
            });
    return decided;
  }

  /// Ends the load; what was sent may still wait.
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
