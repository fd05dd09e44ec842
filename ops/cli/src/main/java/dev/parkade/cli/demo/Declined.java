package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.OrderView;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Payments that the provider declines.
final class Declined implements Chapter {
  private static final int ORDERS = 5;
  private static final int UNITS = 20;

  /// The simulated provider declines amounts that end in 13.
  private static final long PRICE = 2_013;

  private final Supplier<List<String>> customers;

  Declined(Supplier<List<String>> customers) {
    this.customers = customers;
  }

  @Override
  public String title() {
    return "c. Declined payments";
  }

  @Override
  public String doing() {
    return ORDERS + " orders cost an amount that the provider declines";
  }

  @Override
  public String expected() {
    return "all cancelled for PAYMENT_DECLINED, and all %d units available again".formatted(UNITS);
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var sku = stage.stock("dear", PRICE, UNITS);
    var buyers = customers.get();
    var ids =
        Crowd.each(
            IntStream.range(0, ORDERS).boxed().toList(),
            i -> stage.orders().place(buyers.get(i), sku, 1));
    var seen = stage.orders().await(ids, OrderView::hasEnded, Stage.LIMIT, stage.story());
    long declined = seen.stream().filter(it -> it.wasCancelledFor("PAYMENT_DECLINED")).count();
    var product = stage.shop().product(sku);
    return Outcome.of(
        declined == ORDERS && product.available() == UNITS && product.held() == 0,
        "%d cancelled for PAYMENT_DECLINED; %d available, %d held, %d sold",
        declined,
        product.available(),
        product.held(),
        product.sold());
  }
}
