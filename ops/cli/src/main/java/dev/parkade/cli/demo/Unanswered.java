package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.OrderView;
import dev.parkade.cli.demo.Shop.SagaView;
import dev.parkade.local.Part;
import java.util.List;
import java.util.function.Supplier;

/// A compensation that gets no answer until a person has looked.
final class Unanswered implements Chapter {
  private static final int UNITS = 10;
  private static final String WHO = "the demo";
  private static final String WHY = "payment-service shows the payment as refunded";

  private final Supplier<List<String>> customers;

  Unanswered(Supplier<List<String>> customers) {
    this.customers = customers;
  }

  @Override
  public String title() {
    return "h. A compensation that gets no answer";
  }

  @Override
  public String doing() {
    return "holds back the answers of payment-service until a refund is given up, looks at the"
        + " payment, and resolves the order by hand";
  }

  @Override
  public String expected() {
    return "the stock is back all the same; the order waits for a person, who ends it by name and"
        + " reason; what comes later changes nothing that the customer sees";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var sku = stage.stock("stuck", 2_300, UNITS);
    String order;
    SagaView stuck;
    long available;
    OrderView resolved;
    stage.shop().holdRelay(Part.PAYMENT);
    try {
      order = stage.orders().place(customers.get().getFirst(), sku, 1);
      stage.awaitPayment(order, "CHARGED");
      stage.shop().cancel(order);
      stage
          .orders()
          .await(
              List.of(order),
              it -> it.status().equals("NEEDS_ATTENTION"),
              Stage.LIMIT,
              stage.story());
      stuck = stage.shop().saga(order);
      available = stage.shop().product(sku).available();
      stage.awaitPayment(order, "REFUNDED");
      stage.shop().resolve(order, "CANCELLED", WHO, WHY);
      resolved = stage.orders().look(order);
    } finally {
      stage.shop().releaseRelay(Part.PAYMENT);
    }
    boolean settled = awaitSettled(stage, order);
    var last = stage.orders().look(order);
    boolean told =
        stage.shop().timeline(order).stream()
            .anyMatch(it -> it.is("OPERATOR") && it.isBy(WHO, WHY));
    return Outcome.of(
        stuck.status().equals("NEEDS_ATTENTION")
            && stuck.owed().equals(List.of("REFUND_PAYMENT"))
            && available == UNITS
            && resolved.status().equals("CANCELLED")
            && settled
            && last.status().equals("CANCELLED")
            && told,
        "%s, owed %s, %d of %d available; %s, %s; after the late answers %s",
        stuck.status(),
        stuck.owed(),
        available,
        UNITS,
        resolved.status(),
        told ? "who and why in the timeline" : "NOBODY in the timeline",
        settled ? last.status() : "STILL AT WORK");
  }

  /// Until the answers that had been held back are dealt with: the late charge is undone once more.
  private static boolean awaitSettled(Stage stage, String order) throws InterruptedException {
    var patience = new Patience(Stage.LIMIT);
    do {
      if (stage.shop().timeline(order).stream().anyMatch(it -> it.is("LATE_SUCCESS"))
          && stage.shop().saga(order).status().equals("CANCELLED")) {
        return true;
      }
    } while (patience.pause());
    return false;
  }
}
