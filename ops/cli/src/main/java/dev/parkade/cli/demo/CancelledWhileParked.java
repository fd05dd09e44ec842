package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.OrderView;
import java.util.List;

/// An order is cancelled while its payment waits for a customer, who arrives later.
final class CancelledWhileParked implements Chapter {
  @Override
  public String title() {
    return "f. Cancelled while parked";
  }

  @Override
  public String doing() {
    return "cancels an order whose payment is parked, then registers the customer, who orders again";
  }

  @Override
  public String expected() {
    return "the first order is cancelled and never charged; the second is confirmed";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var sku = stage.stock("regret", 3_300, 10);
    var customer = stage.name("latecomer");
    var first = stage.orders().place(customer, sku, 1);
    boolean parked = awaitParked(stage, first);
    stage.orders().look(first);
    stage.shop().cancel(first);
    stage.orders().await(List.of(first), OrderView::hasEnded, Stage.LIMIT, stage.story());

    stage.shop().registerAs(customer);
    // once this one is paid, the customer's event has been consumed on the same thread
    var second = stage.orders().place(customer, sku, 1);
    var last =
        stage.orders().await(List.of(second), OrderView::hasEnded, Stage.LIMIT, stage.story());
    var cancelled = stage.orders().look(first);
    var payments = stage.shop().payments(first).stream().map(Shop.PaymentView::status).toList();
    return Outcome.of(
        parked
            && cancelled.wasCancelledFor("CUSTOMER_REQUEST")
            && !payments.contains("CHARGED")
            && !payments.contains("REFUNDED")
            && last.getFirst().status().equals("CONFIRMED"),
        "%s, %s for %s, payment %s; the second order is %s",
        parked ? "parked" : "NOT PARKED",
        cancelled.status(),
        cancelled.reason(),
        payments,
        last.getFirst().status());
  }

  private static boolean awaitParked(Stage stage, String order) throws InterruptedException {
    var patience = new Patience(Stage.LIMIT);
    do {
      if (stage.shop().parked().stream().anyMatch(it -> it.orderId().equals(order))) {
        return true;
      }
    } while (patience.pause());
    return false;
  }
}
