package dev.parkade.cli.invariants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/// I4: one idempotency key, one order, however often a request is sent.
final class OneOrderPerKey {
  private static final String HOW =
      "no key stands for two orders in the database; requests sent again got the first order";

  private OneOrderPerKey() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    Map<String, String> owners = new HashMap<>();
    for (var order : facts.orders()) {
      for (var key : order.keys()) {
        var other = owners.putIfAbsent(key, order.id());
        if (other != null && !other.equals(order.id())) {
          violations.add("key %s stands for %s and %s".formatted(key, other, order.id()));
        }
      }
    }
    for (var repeat : facts.witnessed().repeats()) {
      if (!repeat.first().equals(repeat.second())) {
        violations.add(
            "key %s was answered with %s, then with %s"
                .formatted(repeat.key(), repeat.first(), repeat.second()));
      }
    }
    return Finding.of(
        "I4",
        "one idempotency key, one order",
        HOW,
        "%d keys, %d requests sent again"
            .formatted(owners.size(), facts.witnessed().repeats().size()),
        violations);
  }
}
