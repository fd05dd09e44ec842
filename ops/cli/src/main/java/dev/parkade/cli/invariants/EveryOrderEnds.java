package dev.parkade.cli.invariants;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// I3: every accepted order has one saga, which ends or still may.
final class EveryOrderEnds {
  private static final String HOW =
      "every order: a saga history without gaps, at most one ReserveStock on inventory.commands, and"
          + " CONFIRMED, CANCELLED, NEEDS_ATTENTION, or PENDING with a deadline that has not passed";

  /// A sweep looks at deadlines, which takes its time when many are due.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final String RESERVE = "parkade.inventory.reserve.v1";

  private EveryOrderEnds() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var statuses = new TreeMap<String, Integer>();
    for (var order : facts.orders()) {
      statuses.merge(order.status(), 1, Integer::sum);
      if (!order.historyComplete()) {
        violations.add("order %s: its saga's history has gaps".formatted(order.id()));
      }
      if (order.status().equals("PENDING")
          && order.nextAct().plus(GRACE).isBefore(facts.readAt())) {
        violations.add(
            "order %s is PENDING although its time ended at %s"
                .formatted(order.id(), order.nextAct()));
      }
    }
    checkReservations(facts, violations);
    return Finding.of(
        "I3",
        "every order has one saga, and it ends",
        HOW,
        "%d orders %s".formatted(facts.orders().size(), statuses),
        violations);
  }

  private static void checkReservations(Facts facts, List<String> violations) {
    facts.topic(Topics.INVENTORY_COMMANDS.name()).stream()
        .filter(it -> it.type().equals(RESERVE))
        .collect(groupingBy(TopicRecord::correlationId, mapping(TopicRecord::messageId, toSet())))
        .forEach(
            (order, commands) -> {
              if (commands.size() > 1) {
                violations.add("order %s began %d sagas".formatted(order, commands.size()));
              }
            });
  }
}
