package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.Amount;
import dev.parkade.cli.invariants.Facts.Payment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// I2: what was charged and not refunded is what confirmed orders cost, order by order and in sum.
final class MoneyAddsUp {
  private static final String HOW =
      "payments CHARGED = totals of CONFIRMED orders, per order and per currency; open orders"
          + " excepted";

  private MoneyAddsUp() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var orders = facts.ordersById();
    var charged =
        facts.payments().stream()
            .filter(it -> it.status().equals("CHARGED"))
            .filter(it -> !isOpen(orders.get(it.orderId())))
            .toList();
    var confirmed = facts.orders().stream().filter(it -> it.status().equals("CONFIRMED")).toList();
    var chargedByOrder =
        charged.stream()
            .collect(Collectors.toMap(Payment::orderId, Function.identity(), (a, b) -> a));
    for (var order : confirmed) {
      var payment = chargedByOrder.get(order.id());
      var amount = payment == null ? null : payment.amount();
      if (order.total() == null || !order.total().equals(amount)) {
        violations.add(
            "order %s: total %s but charged %s"
                .formatted(order.id(), text(order.total()), text(amount)));
      }
    }
    compareSums(
        sums(charged.stream().map(Payment::amount)),
        sums(confirmed.stream().map(Facts.Order::total)),
        violations);
    return Finding.of(
        "I2",
        "money charged and not refunded = confirmed orders",
        HOW,
        "%d confirmed orders, %s".formatted(confirmed.size(), text(sums(charged))),
        violations);
  }

  private static void compareSums(
      Map<String, Long> charged, Map<String, Long> confirmed, List<String> violations) {
    if (!charged.equals(confirmed)) {
      violations.add("charged %s but confirmed %s".formatted(text(charged), text(confirmed)));
    }
  }

  private static boolean isOpen(Facts.@Nullable Order order) {
    return order != null && order.isOpen();
  }

  private static Map<String, Long> sums(List<Payment> payments) {
    return sums(payments.stream().map(Payment::amount));
  }

  private static Map<String, Long> sums(Stream<@Nullable Amount> amounts) {
    var sums = new TreeMap<String, Long>();
    amounts.forEach(
        it -> {
          if (it != null) {
            sums.merge(it.currency(), it.value(), Math::addExact);
          }
        });
    return sums;
  }

  private static String text(Map<String, Long> sums) {
    return sums.isEmpty()
        ? "nothing charged"
        : sums.entrySet().stream()
            .map(it -> text(new Amount(it.getValue(), it.getKey())))
            .collect(Collectors.joining(" + "));
  }

  private static String text(@Nullable Amount amount) {
    return amount == null
        ? "nothing"
        : "%s %d minor units".formatted(amount.currency(), amount.value());
  }
}
