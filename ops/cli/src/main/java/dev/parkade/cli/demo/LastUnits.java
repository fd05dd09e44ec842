package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.OrderView;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// More orders than there are units.
final class LastUnits implements Chapter {
  private static final int ORDERS = 40;
  private static final int UNITS = 10;

  private final Supplier<List<String>> customers;

  LastUnits(Supplier<List<String>> customers) {
    this.customers = customers;
  }

  @Override
  public String title() {
    return "d. The last units";
  }

  @Override
  public String doing() {
    return "%d orders at the same time want one of %d units".formatted(ORDERS, UNITS);
  }

  @Override
  public String expected() {
    return "exactly %d confirmed, %d cancelled for STOCK_UNAVAILABLE"
        .formatted(UNITS, ORDERS - UNITS);
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var sku = stage.stock("rare", 9_900, UNITS);
    var buyers = customers.get();
    var ids =
        Crowd.each(
            IntStream.range(0, ORDERS).boxed().toList(),
            i -> stage.orders().place(buyers.get(i % buyers.size()), sku, 1));
    var seen = stage.orders().await(ids, OrderView::hasEnded, Stage.LIMIT, stage.story());
    long confirmed = seen.stream().filter(it -> it.status().equals("CONFIRMED")).count();
    long refused = seen.stream().filter(it -> it.wasCancelledFor("STOCK_UNAVAILABLE")).count();
    var product = stage.shop().product(sku);
    return Outcome.of(
        confirmed == UNITS
            && refused == ORDERS - UNITS
            && product.available() == 0
            && product.sold() == UNITS,
        "%d confirmed, %d cancelled for STOCK_UNAVAILABLE; %d available, %d held, %d sold",
        confirmed,
        refused,
        product.available(),
        product.held(),
        product.sold());
  }
}
