package dev.parkade.payment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A steady load in which every customer comes late: they pay, are registered, and pay again.
public final class Load implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ORDERS = 6;

  /// Bounds the load, should what the test waits for take for ever.
  private static final int MOST_CUSTOMERS = 1_500;

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
    while (!stopped && size() < MOST_CUSTOMERS) {
      CustomerId customer = World.someCustomer("late");
      List<String> orders = new ArrayList<>();
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < ORDERS; i++) {
        if (i == ORDERS / 2) {
          all.add(world.registers(customer));
        }
        OrderId order = World.someOrder();
        orders.add(order.text());
        all.add(world.send(world.charge(customer, order, 1000 + i * 100)));
        // so that the first ones are read before the customer, and the last ones behind
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
      synchronized (sent) {
        sent.put(customer, orders);
      }
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
