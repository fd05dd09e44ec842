package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// I6: whatever was redelivered, each step of an order took effect at most once.
final class OneEffectPerStep {
  private static final String HOW =
      "at most one payment per order, one hold per order and SKU; order.events: one message placed"
          + " and one ending per order";

  private static final Set<String> ENDINGS =
      Set.of("parkade.order.confirmed.v1", "parkade.order.cancelled.v1");

  private OneEffectPerStep() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    repeated(facts.payments(), Facts.Payment::orderId)
        .forEach(it -> violations.add("order " + it + " has several payments"));
    repeated(facts.payments(), Facts.Payment::paymentId)
        .forEach(it -> violations.add("payment " + it + " stands for several orders"));
    repeated(facts.holds(), it -> it.orderId() + " of " + it.sku())
        .forEach(it -> violations.add("order " + it + " has several holds"));
    checkEvents(facts.topic(Topics.ORDER_EVENTS.name()), violations);
    return Finding.of(
        "I6",
        "every step takes effect at most once",
        HOW,
        "%d payments, %d holds, %d order events"
            .formatted(
                facts.payments().size(),
                facts.holds().size(),
                facts.topic(Topics.ORDER_EVENTS.name()).size()),
        violations);
  }

  private static void checkEvents(List<TopicRecord> events, List<String> violations) {
    Map<String, Set<String>> messages = new HashMap<>();
    for (var event : events) {
      var kind = ENDINGS.contains(event.type()) ? "an ending" : event.type();
      messages
          .computeIfAbsent(kind + " of order " + event.key(), _ -> new HashSet<>())
          .add(event.messageId());
    }
    messages.forEach(
        (what, ids) -> {
          if (ids.size() > 1 && !what.startsWith("parkade.order.needs-attention")) {
            violations.add("%s was published as %d messages".formatted(what, ids.size()));
          }
        });
  }

  private static <T> List<String> repeated(List<T> all, Function<T, String> key) {
    return all.stream()
        .collect(Collectors.groupingBy(key, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(it -> it.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
