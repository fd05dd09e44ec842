package dev.parkade.bench.orders;

import dev.parkade.bench.orders.Client.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// Customers who order. Everybody is registered and every product is on stock before the first
/// order, so that each can be confirmed.
final class Crowd {
  private static final int CUSTOMERS = 100;
  private static final int PRODUCTS = 20;
  private static final long UNITS = 1_000_000;

  /// How many orders of a backlog are being submitted at the same time.
  private static final int AT_ONCE = 16;

  private final Client client;
  private final AtomicInteger orders = new AtomicInteger();

  Crowd(Client client) {
    this.client = client;
  }

  /// What a load did.
  ///
  /// @param lateMillis by how much the load itself was late at worst
  record Load(List<Placed> orders, double lateMillis) {}

  void prepare() {
    for (int i = 0; i < PRODUCTS; i++) {
      client.stock(sku(i), price(i), UNITS);
    }
    for (int i = 0; i < CUSTOMERS; i++) {
      client.register(customer(i));
    }
  }

  /// Orders at a fixed rate, whether or not earlier orders are answered.
  ///
  /// @throws IllegalStateException if an order was not accepted
  Load atRate(int perSecond, Duration length, int waitSeconds) {
    int count = Math.toIntExact(length.toMillis() * perSecond / 1000);
    long begin = System.nanoTime();
    long gap = 1_000_000_000L / perSecond;
    double worst = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Placed>> running = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        worst = Math.max(worst, pauseUntil(begin + i * gap));
        int number = orders.getAndIncrement();
        running.add(threads.submit(() -> place(number, waitSeconds)));
      }
      return new Load(collect(running), worst);
    }
  }

  /// Orders as fast as the answers come, a few clients at once.
  List<Placed> asFastAsPossible(int count) {
    var places = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Placed>> running = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int number = orders.getAndIncrement();
        running.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return place(number, 0);
                  } finally {
                    places.release();
                  }
                }));
      }
      return collect(running);
    }
  }

  /// How many orders were sent so far.
  int sent() {
    return orders.get();
  }

  /// What all orders so far must have sold.
  long unitsSold() {
    return sum(Crowd::quantity);
  }

  /// What all orders so far must have cost, in cents.
  long moneySpent() {
    return sum(number -> quantity(number) * price(number % PRODUCTS));
  }

  static long unitsSupplied() {
    return PRODUCTS * UNITS;
  }

  private Placed place(int number, int waitSeconds) {
    return client.order(
        "bench-" + number,
        customer(number % CUSTOMERS),
        sku(number % PRODUCTS),
        (int) quantity(number),
        waitSeconds);
  }

  private long sum(IntFunction<Long> ofOrder) {
    long sum = 0;
    for (int number = 0; number < orders.get(); number++) {
      sum += ofOrder.apply(number);
    }
    return sum;
  }

  private static String customer(int i) {
    return "bench-customer-" + i;
  }

  private static String sku(int i) {
    return "BENCH-%03d".formatted(i);
  }

  /// No ending for which the simulated provider has a rule of its own.
  private static long price(int i) {
    return 1000 + 100L * i;
  }

  private static long quantity(int number) {
    return 1 + number % 3;
  }

  private static List<Placed> collect(List<Future<Placed>> running) {
    var placed = new ArrayList<Placed>(running.size());
    try {
      for (var one : running) {
        placed.add(one.get());
      }
    } catch (ExecutionException refused) {
      throw new IllegalStateException("an order was not accepted", refused.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
    return placed;
  }

  /// Returns how late it is, in milliseconds.
  private static double pauseUntil(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
    return -left / 1e6;
  }
}
