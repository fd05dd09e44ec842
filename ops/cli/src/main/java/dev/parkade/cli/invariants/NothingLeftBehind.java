package dev.parkade.cli.invariants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// I5: an order that is not confirmed keeps neither stock nor money.
final class NothingLeftBehind {
  private static final String HOW =
      "no hold HELD or COMMITTED and no payment CHARGED for an order that is CANCELLED or unknown;"
          + " holds of CONFIRMED orders are COMMITTED";

  private static final Set<String> TAKES_STOCK = Set.of("HELD", "COMMITTED");

  private NothingLeftBehind() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var orders = facts.ordersById();
    checkHolds(facts, orders, violations);
    for (var payment : facts.payments()) {
      var status = status(orders.get(payment.orderId()));
      if (payment.status().equals("CHARGED") && isOver(status)) {
        violations.add("order %s is %s but is charged".formatted(payment.orderId(), status));
      }
    }
    long cancelled = facts.orders().stream().filter(it -> isOver(it.status())).count();
    return Finding.of(
        "I5",
        "nothing is left of an order that is not confirmed",
        HOW,
        "%d cancelled orders".formatted(cancelled),
        violations);
  }

  private static void checkHolds(
      Facts facts, Map<String, Facts.Order> orders, List<String> violations) {
    for (var hold : facts.holds()) {
      var status = status(orders.get(hold.orderId()));
      boolean left = TAKES_STOCK.contains(hold.status()) && isOver(status);
      boolean lost = status.equals("CONFIRMED") && !hold.status().equals("COMMITTED");
      if (left || lost) {
        violations.add(
            "order %s is %s but its hold of %d %s is %s"
                .formatted(hold.orderId(), status, hold.quantity(), hold.sku(), hold.status()));
      }
    }
  }

  private static String status(Facts.@Nullable Order order) {
    return order == null ? "unknown" : order.status();
  }

  private static boolean isOver(String status) {
    return status.equals("CANCELLED") || status.equals("unknown");
  }
}
