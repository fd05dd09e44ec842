package dev.parkade.cli.invariants;

import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// I12: nobody ever sees an order's status go backwards.
final class StatusNeverBackwards {
  private static final String HOW =
      "statuses that clients of this run polled, and the endings on order.events of all orders:"
          + " nothing follows CONFIRMED or CANCELLED";

  private static final Set<String> FINAL = Set.of("CONFIRMED", "CANCELLED");

  private static final Map<String, String> STATUS_OF =
      Map.of(
          "parkade.order.placed.v1", "PENDING",
          "parkade.order.needs-attention.v1", "NEEDS_ATTENTION",
          "parkade.order.confirmed.v1", "CONFIRMED",
          "parkade.order.cancelled.v1", "CANCELLED");

  private StatusNeverBackwards() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    facts.witnessed().statuses().forEach((id, it) -> checkOrder("polled", id, it, violations));
    Map<String, List<String>> published = new HashMap<>();
    for (var event : facts.topic(Topics.ORDER_EVENTS.name())) {
      var status = STATUS_OF.get(event.type());
      if (status != null) {
        published.computeIfAbsent(String.valueOf(event.key()), _ -> new ArrayList<>()).add(status);
      }
    }
    // a relay that starts over repeats a row of records: what matters is the first of each
    published.forEach(
        (id, it) -> checkOrder("published", id, it.stream().distinct().toList(), violations));
    return Finding.of(
        "I12",
        "an order's status never goes backwards",
        HOW,
        "%d orders polled, %d on order.events"
            .formatted(facts.witnessed().statuses().size(), published.size()),
        violations);
  }

  private static void checkOrder(
      String source, String id, List<String> statuses, List<String> violations) {
    for (int i = 1; i < statuses.size(); i++) {
      var before = statuses.get(i - 1);
      var after = statuses.get(i);
      boolean ended = FINAL.contains(before) && !after.equals(before);
      boolean begunAgain = after.equals("PENDING") && !before.equals("PENDING");
      if (ended || begunAgain) {
        violations.add("order %s was %s %s, then %s".formatted(id, source, before, after));
      }
    }
  }
}
