package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.OrderView;
import dev.parkade.local.Part;
import java.util.List;
import java.util.function.Supplier;

/// The news that a payment was taken comes when its order is being undone already.
final class PaidTooLate implements Chapter {
  private static final int UNITS = 10;

  private final Supplier<List<String>> customers;

  PaidTooLate(Supplier<List<String>> customers) {
    this.customers = customers;
  }

  @Override
  public String title() {
    return "g. A success that comes too late";
  }

  @Override
  public String doing() {
    return "holds back the answers of payment-service, cancels an order whose money is taken, and"
        + " lets the answers go";
  }

  @Override
  public String expected() {
    return "the timeline tells of a late success; the money is given back, and the stock as well";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var sku = stage.stock("hasty", 1_700, UNITS);
    String order;
    stage.shop().holdRelay(Part.PAYMENT);
    try {
      order = stage.orders().place(customers.get().getFirst(), sku, 1);
      stage.awaitPayment(order, "CHARGED");
      stage.shop().cancel(order);
      stage.awaitPayment(order, "REFUNDED");
    } finally {
      stage.shop().releaseRelay(Part.PAYMENT);
    }
    var ended =
        stage.orders().await(List.of(order), OrderView::hasEnded, Stage.LIMIT, stage.story());
    boolean told = stage.shop().timeline(order).stream().anyMatch(it -> it.is("LATE_SUCCESS"));
    var payments = stage.shop().payments(order).stream().map(Shop.PaymentView::status).toList();
    var product = stage.shop().product(sku);
    return Outcome.of(
        told
            && ended.getFirst().wasCancelledFor("CUSTOMER_REQUEST")
            && payments.equals(List.of("REFUNDED"))
            && product.available() == UNITS
            && product.held() == 0,
        "%s for %s, %s, payment %s; %d available, %d held, %d sold",
        ended.getFirst().status(),
        ended.getFirst().reason(),
        told ? "late success in the timeline" : "NO LATE SUCCESS in the timeline",
        payments,
        product.available(),
        product.held(),
        product.sold());
  }
}
