package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.Line;
import dev.parkade.cli.demo.Shop.OrderView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Orders of customers whom payment-service knows; some requests are sent twice.
final class KnownCustomers implements Chapter {
  private static final int CUSTOMERS = 20;
  private static final int ORDERS = 100;

  /// Services that have just been started run code that is not compiled yet.
  private static final int WARM_UP = 60;

  private static final int REPEATED = 10;

  private List<String> customers = List.of();
  private Latencies latencies = Latencies.of(List.of());

  /// Customers that are known from now on.
  List<String> customers() {
    return customers;
  }

  /// From the submission of an order to its confirmation.
  Latencies latencies() {
    return latencies;
  }

  @Override
  public String title() {
    return "a. Orders of known customers";
  }

  @Override
  public String doing() {
    return ("%d customers place %d orders to warm the services up, then %d that are measured; %d"
            + " requests are sent twice")
        .formatted(CUSTOMERS, WARM_UP, ORDERS, REPEATED);
  }

  @Override
  public String expected() {
    return "all confirmed; a repeated request gets the same order, with another body 422";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var sku = stage.stock("book", 1_250, 1_000);
    customers = IntStream.range(0, CUSTOMERS).mapToObj(i -> stage.name("customer-" + i)).toList();
    Crowd.each(
        customers,
        it -> {
          stage.shop().registerAs(it);
          return it;
        });
    var first = placeAndAwait(stage, sku, WARM_UP);
    var seen = placeAndAwait(stage, sku, ORDERS);
    latencies = Latencies.of(seen.stream().map(it -> millis(stage, it)).toList());
    long confirmed =
        Stream.concat(first.stream(), seen.stream())
            .filter(it -> it.status().equals("CONFIRMED"))
            .count();
    int refused = otherBody(stage, sku);
    boolean same =
        stage.orders().repeats().stream().allMatch(it -> Objects.equals(it.first(), it.second()));
    return Outcome.of(
        confirmed == WARM_UP + ORDERS && same && refused == 422,
        "%d confirmed, submission to confirmation %s; %d repeats %s, other body %d",
        confirmed,
        latencies,
        stage.orders().repeats().size(),
        same ? "got the same order" : "GOT ANOTHER ORDER",
        refused);
  }

  private List<OrderView> placeAndAwait(Stage stage, String sku, int count)
      throws InterruptedException {
    var numbers = IntStream.range(0, count).boxed().toList();
    var ids = Crowd.each(numbers, i -> order(stage, sku, i));
    return stage.orders().await(ids, OrderView::hasEnded, Stage.LIMIT, stage.story());
  }

  private String order(Stage stage, String sku, int number) throws InterruptedException {
    var customer = customers.get(number % CUSTOMERS);
    var lines = List.of(new Line(sku, 1 + number % 3));
    var key = stage.orders().newKey();
    var id = stage.orders().place(key, customer, lines);
    if (number < REPEATED / 2) {
      stage.orders().repeat(key, id, customer, lines);
    }
    return id;
  }

  private int otherBody(Stage stage, String sku) throws InterruptedException {
    var key = stage.orders().newKey();
    var id = stage.orders().place(key, customers.getFirst(), List.of(new Line(sku, 1)));
    int status =
        stage.shop().tryOrder(key, customers.getFirst(), List.of(new Line(sku, 2))).status();
    stage.orders().await(List.of(id), OrderView::hasEnded, Stage.LIMIT, stage.story());
    return status;
  }

  private static double millis(Stage stage, OrderView order) {
    return Duration.between(stage.orders().submitted(order.id()), order.updatedAt()).toNanos()
        / 1e6;
  }
}
