package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.OrderView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// The payment that became a dead letter is replayed, because its customer has come after all; and
/// then once more, which must change nothing.
final class ReplayedInTheEnd implements Chapter {
  private static final String WHY = "the customer has come after all";

  private final Supplier<String> order;

  /// @param order the one whose payment is a dead letter
  ReplayedInTheEnd(Supplier<String> order) {
    this.order = order;
  }

  /// Everything that a replay must not change. The order's timeline is no part of it: an
  /// answer that came once more is a line there.
  private record Seen(String status, List<Shop.PaymentView> payments, Shop.ProductView product) {
    static Seen of(Stage stage, String order) throws InterruptedException {
      return new Seen(
          stage.orders().look(order).status(),
          stage.shop().payments(order),
          stage.shop().product(stage.name(NeverArrives.PRODUCT)));
    }

    /// Once the order has ended and its stock has left the shelf, after which nothing is to come.
    static Seen settled(Stage stage, String order) throws InterruptedException {
      stage.orders().await(List.of(order), OrderView::hasEnded, Stage.LIMIT, stage.story());
      var patience = new Patience(Stage.LIMIT);
      var seen = of(stage, order);
      while (seen.product().held() > 0 && patience.pause()) {
        seen = of(stage, order);
      }
      return seen;
    }
  }

  @Override
  public String title() {
    return "j. The dead letter is replayed";
  }

  @Override
  public String doing() {
    return "registers the customer, replays the dead letter with ops/parkade dlq, and then replays"
        + " it a second time";
  }

  @Override
  public String expected() {
    return "ready only when the customer is there; handled, and the order is confirmed; the second"
        + " time a duplicate, and nothing has changed";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var id = order.get();
    int tooEarly = stage.typed().type("dlq", "ls", "--ready", "--order", id).exitCode();
    stage.shop().registerAs(stage.name(NeverArrives.CUSTOMER));
    boolean ready = awaitReady(stage, id);
    var plan = newFile();
    try {
      int planned =
          stage
              .typed()
              .type("dlq", "plan", "--ready", "--order", id, "--why", WHY, "--out", plan.toString())
              .exitCode();
      var replayed = stage.typed().type("dlq", "replay", plan.toString());
      int ended = stage.typed().type("dlq", "status", "--last", "1", "--wait", "30s").exitCode();
      var once = Seen.settled(stage, id);
      var again =
          stage
              .typed()
              .type("dlq", "replay", "--again", "--order", id, "--why", "to see (I11)", "--yes");
      var twice = Seen.of(stage, id);
      return Outcome.of(
          tooEarly == 3
              && ready
              && planned == 0
              && replayed.exitCode() == 0
              && replayed.data().contains("sent 1: handled 1,")
              && ended == 0
              && once.status().equals("CONFIRMED")
              && again.exitCode() == 0
              && again.data().contains("duplicate 1,")
              && twice.equals(once),
          "%s, %s; order %s is %s; again: %s, %s",
          ready ? "ready when the customer came" : "NEVER READY",
          replayed.data().strip(),
          id,
          once.status(),
          again.data().strip(),
          twice.equals(once) ? "nothing has changed" : "CHANGED: " + twice);
    } finally {
      delete(plan);
    }
  }

  /// The customer's event is on its way for a moment.
  private static boolean awaitReady(Stage stage, String order) throws InterruptedException {
    String[] ls = {"dlq", "ls", "--ready", "--order", order};
    var patience = new Patience(Stage.LIMIT);
    while (stage.typed().run(ls).exitCode() != 0 && patience.pause()) {
      // until it is there
    }
    return stage.typed().type(ls).exitCode() == 0;
  }

  private static Path newFile() {
    try {
      return Files.createTempDirectory("parkade-demo").resolve("plan.json");
    } catch (IOException refused) {
      throw new UncheckedIOException("no place for a plan", refused);
    }
  }

  private static void delete(Path plan) {
    try {
      Files.deleteIfExists(plan);
      Files.deleteIfExists(plan.getParent());
    } catch (IOException left) {
      throw new UncheckedIOException("cannot delete " + plan, left);
    }
  }
}
