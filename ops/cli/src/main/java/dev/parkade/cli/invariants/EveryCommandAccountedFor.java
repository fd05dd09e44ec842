package dev.parkade.cli.invariants;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.parkade.cli.invariants.Facts.Payment;
import dev.parkade.cli.invariants.Facts.Position;
import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// I10: every payment command that was consumed was processed, was a duplicate, is parked, or was
/// dead-lettered.
final class EveryCommandAccountedFor {
  private static final String HOW =
      "payment.commands, record by record: a payment of its order, seen before, live on"
          + " payment.parked, or on payment.dlq; the stored positions are at the ends";

  private EveryCommandAccountedFor() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    checkPositions(facts, violations);
    var paid = facts.payments().stream().map(Payment::orderId).collect(toSet());
    var parked = parked(facts.topic(Topics.PAYMENT_PARKED.name()));
    var deadLettered = DeadLettered.of(facts);
    Set<String> seen = new HashSet<>();
    int[] counts = new int[4];
    for (var command : facts.topic(Topics.PAYMENT_COMMANDS.name())) {
      if (!command.messageId().isEmpty() && !seen.add(command.messageId())) {
        counts[1]++;
      } else if (parked.contains(command.messageId())) {
        counts[2]++;
      } else if (deadLettered.contains(command)) {
        counts[3]++;
      } else if (paid.contains(command.correlationId())) {
        counts[0]++;
      } else {
        violations.add(
            "%s: command %s of order %s left no trace"
                .formatted(command.place(), command.messageId(), command.correlationId()));
      }
    }
    var counted =
        "%d consumed = %d processed + %d duplicate + %d parked + %d dead-lettered"
            .formatted(
                facts.topic(Topics.PAYMENT_COMMANDS.name()).size(),
                counts[0],
                counts[1],
                counts[2],
                counts[3]);
    return Finding.of("I10", "every payment command is accounted for", HOW, counted, violations);
  }

  private static void checkPositions(Facts facts, List<String> violations) {
    var stored =
        facts.positions().stream()
            .collect(toMap(it -> it.topic() + "-" + it.partition(), Position::next, Math::max));
    for (var end : facts.ends()) {
      var partition = end.topic() + "-" + end.partition();
      if (end.topic().equals(Topics.PAYMENT_COMMANDS.name())
          && end.next() > 0
          && stored.getOrDefault(partition, 0L) != end.next()) {
        violations.add(
            "%s ends at %d but is consumed up to %d"
                .formatted(partition, end.next(), stored.getOrDefault(partition, 0L)));
      }
    }
  }

  /// The keys whose newest record is no tombstone.
  private static Set<String> parked(List<TopicRecord> records) {
    Set<String> live = new HashSet<>();
    for (var it : records) {
      if (it.tombstone()) {
        live.remove(String.valueOf(it.key()));
      } else {
        live.add(String.valueOf(it.key()));
      }
    }
    return live;
  }
}
