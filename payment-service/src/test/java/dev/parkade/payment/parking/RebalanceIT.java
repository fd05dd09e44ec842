package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.scenario.World;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/// From one instance to three and back under load, in which every customer comes late.
class RebalanceIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern RUNNING = Pattern.compile("\"running\":\\[([0-5,]*)]");
  private static final int ORDERS = 6;

  /// Bounds the load, should the rebalances take for ever.
  private static final int MOST_CUSTOMERS = 1_500;

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void growsAndShrinksUnderLoadAndNeitherLosesNorDoublesNorReorders(String protocol) {
    // dynamic members leave at once; a static one would keep its partitions for its session
    String[] settings = {
      "--parkade.consumer.group-protocol=" + protocol,
      "--spring.kafka.consumer.properties[group.instance.id]="
    };
    try (World world = new World().start(settings);
        Load load = new Load(world)) {
      load.start();
      try (var second = world.startAnother("second", settings);
          var third = world.startAnother("third", settings)) {
        Eventually.within(
            LIMIT,
            () -> {
              assertThat(running(world)).hasSize(2);
              assertThat(running(second)).hasSize(2);
              assertThat(running(third)).hasSize(2);
            });
        List<String> numbers = new ArrayList<>(running(world));
        numbers.addAll(running(second));
        numbers.addAll(running(third));
        assertThat(numbers).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
        load.awaitMore(100);
      }
      Eventually.within(LIMIT, () -> assertThat(running(world)).hasSize(6));
      load.awaitMore(20);
      load.close();

      Map<CustomerId, List<String>> expected = load.sent();
      Eventually.within(
          LIMIT,
          () ->
              assertThat(
                      world
                          .jdbc()
                          .sql("select count(*) from payment where status = 'CHARGED'")
                          .query(Long.class)
                          .single())
                  .isEqualTo(expected.size() * (long) ORDERS));
      Map<String, List<String>> decided = decided(world);
      expected.forEach(
          (customer, orders) -> assertThat(decided.get(customer.text())).isEqualTo(orders));
      assertThat(world.deadLetters()).isEmpty();
      Eventually.within(
          LIMIT, () -> assertThat(world.get("/api/v1/parked", false)).startsWith("{\"items\":[]"));
      assertThat(world.parkedRecords().size()).as("races there were").isGreaterThan(100);
    }
  }

  /// The orders of each customer in the order in which they were decided.
  private static Map<String, List<String>> decided(World world) {
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

  private static List<String> running(World world) {
    return numbers(world.get("/actuator/health/readiness", true));
  }

  private static List<String> running(ConfigurableApplicationContext instance) {
    return numbers(World.readiness(instance));
  }

  private static List<String> numbers(String readiness) {
    Matcher running = RUNNING.matcher(readiness);
    return running.find() && !running.group(1).isEmpty()
        ? List.of(running.group(1).split(","))
        : List.of();
  }

  /// A steady load: customers who pay, are registered, and pay again.
  private static final class Load implements AutoCloseable {

    private final World world;
    private final Map<CustomerId, List<String>> sent = new LinkedHashMap<>();
    private volatile boolean stopped;
    private final Thread thread = new Thread(this::run, "load");

    Load(World world) {
      this.world = world;
    }

    void start() {
      thread.start();
    }

    private void run() {
      while (!stopped && size() < MOST_CUSTOMERS) {
        CustomerId customer = someCustomer("moved");
        List<String> orders = new ArrayList<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
          if (i == ORDERS / 2) {
            all.add(world.registers(customer));
          }
          OrderId order = someOrder();
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

    void awaitMore(int customers) {
      int goal = Math.min(MOST_CUSTOMERS, size() + customers);
      Eventually.within(LIMIT, () -> assertThat(size()).isGreaterThanOrEqualTo(goal));
    }

    Map<CustomerId, List<String>> sent() {
      return sent;
    }

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
}
