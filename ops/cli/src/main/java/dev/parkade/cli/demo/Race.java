package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.OrderView;
import dev.parkade.cli.demo.Shop.ParkedView;
import dev.parkade.local.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The race that the system is about: payments that arrive before their customers.
final class Race implements Chapter {
  private static final int CUSTOMERS = 200;
  private static final int WITH_SECOND = 40;
  private static final int WITH_THIRD = 10;

  private RaceReport report = RaceReport.NOT_RUN;

  /// What a customer ordered, in this order.
  private record Basket(List<String> orders) {}

  private record Wake(String orderId, double millis) {}

  RaceReport report() {
    return report;
  }

  @Override
  public String title() {
    return "b. The race";
  }

  @Override
  public String doing() {
    return ("holds the relay of customer-service, registers %d customers who order at once (%d"
            + " twice, %d three times), then lets it go")
        .formatted(CUSTOMERS, WITH_SECOND, WITH_THIRD);
  }

  @Override
  public String expected() {
    return "all payments park, none is charged; then all are released in order and confirmed";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var sku = stage.stock("ticket", 4_900, 1_000);
    List<Basket> baskets;
    int parked;
    int chargedEarly;
    stage.shop().holdRelay(Part.CUSTOMER);
    try {
      baskets = Crowd.each(numbers(), i -> orderAtOnce(stage, sku, i));
      var orders = orders(baskets);
      parked = awaitParked(stage, orders);
      chargedEarly = wakes(stage, orders, "order_id is not null").size();
      Crowd.each(orders, stage.orders()::look);
    } finally {
      stage.shop().releaseRelay(Part.CUSTOMER);
    }
    var orders = orders(baskets);
    awaitReleased(stage, orders);
    var seen = stage.orders().await(orders, OrderView::hasEnded, Stage.LIMIT, stage.story());
    return judge(stage, baskets, parked, chargedEarly, seen);
  }

  private Outcome judge(
      Stage stage, List<Basket> baskets, int parked, int chargedEarly, List<OrderView> seen)
      throws InterruptedException {
    var orders = orders(baskets);
    var firsts = baskets.stream().map(it -> it.orders().getFirst()).toList();
    var released = wakes(stage, orders, "charged_at is not null");
    var wakes =
        Latencies.of(
            released.stream()
                .filter(it -> firsts.contains(it.orderId()))
                .map(Wake::millis)
                .toList());
    long confirmed = seen.stream().filter(it -> it.status().equals("CONFIRMED")).count();
    int following = orders.size() - firsts.size();
    int releasedFirsts = wakes.count();
    report =
        new RaceReport(
            CUSTOMERS,
            Math.max(0, parked - following),
            releasedFirsts,
            following,
            released.size() - releasedFirsts,
            wakes);
    int outOfOrder = outOfOrder(stage, orders);
    return Outcome.of(
        parked == orders.size()
            && chargedEarly == 0
            && released.size() == orders.size()
            && confirmed == orders.size()
            && outOfOrder == 0,
        "%d of %d parked, %d charged early; %d released, %d out of order, %d confirmed;"
            + " customer event to charge %s",
        parked,
        orders.size(),
        chargedEarly,
        released.size(),
        outOfOrder,
        confirmed,
        wakes);
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, CUSTOMERS).boxed().toList();
  }

  private static Basket orderAtOnce(Stage stage, String sku, int number)
      throws InterruptedException {
    var customer = stage.shop().register(stage.name("newcomer-" + number));
    var orders = new ArrayList<String>();
    int wanted = number < WITH_THIRD ? 3 : number < WITH_SECOND ? 2 : 1;
    for (int i = 0; i < wanted; i++) {
      orders.add(stage.orders().place(customer, sku, 1));
    }
    return new Basket(orders);
  }

  private static List<String> orders(List<Basket> baskets) {
    return baskets.stream().flatMap(it -> it.orders().stream()).toList();
  }

  private static int awaitParked(Stage stage, List<String> orders) throws InterruptedException {
    var patience = new Patience(Stage.LIMIT);
    int parked;
    do {
      parked = parkedOf(stage, orders).size();
      stage.story().progress(parked, orders.size());
    } while (parked < orders.size() && patience.pause());
    return parked;
  }

  private static void awaitReleased(Stage stage, List<String> orders) throws InterruptedException {
    var patience = new Patience(Stage.LIMIT);
    int left;
    do {
      left = parkedOf(stage, orders).size();
      stage.story().progress(orders.size() - left, orders.size());
    } while (left > 0 && patience.pause());
  }

  private static Set<String> parkedOf(Stage stage, Collection<String> orders)
      throws InterruptedException {
    var parked = new HashSet<>(stage.shop().parked().stream().map(ParkedView::orderId).toList());
    parked.retainAll(new HashSet<>(orders));
    return parked;
  }

  private static List<Wake> wakes(Stage stage, List<String> orders, String condition) {
    return stage
        .database(Part.PAYMENT)
        .query(
            """
            select order_id, extract(epoch from charged_at - customer_committed_at) * 1000 as wake
            from payment where order_id = any (?::uuid[]) and
            """
                + condition,
            row -> new Wake(row.getString("order_id"), row.getDouble("wake")),
            (Object) orders.toArray(String[]::new));
  }

  /// How many payments were decided before an earlier command of the same customer.
  private static int outOfOrder(Stage stage, List<String> orders) {
    return stage
        .database(Part.PAYMENT)
        .query(
            """
            select count(*) from payment early join payment late
              on early.customer_id = late.customer_id
              and early.command_offset < late.command_offset and early.seq > late.seq
            where early.order_id = any (?::uuid[])
            """,
            row -> row.getInt(1),
            (Object) orders.toArray(String[]::new))
        .getFirst();
  }
}
