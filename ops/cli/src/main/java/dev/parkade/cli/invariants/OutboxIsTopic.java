package dev.parkade.cli.invariants;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.parkade.cli.invariants.Facts.OutboxRow;
import dev.parkade.messages.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// I8: what was committed is published, and nothing else is.
final class OutboxIsTopic {
  private static final String HOW =
      "every outbox row is on its topic (on a compacted one: the last of its key), and every record"
          + " there has its row; excepted: PaymentWaiting, dead-lettered strangers, pruned rows";

  /// Who writes to a topic through an outbox; the other topics are written directly by design.
  private static final Map<String, Set<String>> WRITERS =
      Map.of(
          Topics.CUSTOMER_EVENTS.name(), Set.of("customer-service"),
          Topics.PAYMENT_COMMANDS.name(), Set.of("order-orchestrator"),
          Topics.INVENTORY_COMMANDS.name(), Set.of("order-orchestrator"),
          Topics.ORDER_EVENTS.name(), Set.of("order-orchestrator"),
          Topics.ORDER_REPLIES.name(), Set.of("payment-service", "inventory-service"),
          Topics.DLQ_OUTCOMES.name(),
              Set.of("payment-service", "inventory-service", "order-orchestrator"));

  private static final Set<String> COMPACTED = Set.of(Topics.CUSTOMER_EVENTS.name());

  private static final String WAITING = "parkade.payment.waiting.v1";

  private OutboxIsTopic() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var rows = facts.outboxes().stream().filter(it -> WRITERS.containsKey(it.topic())).toList();
    checkPublished(facts, rows, violations);
    int records = checkWritten(facts, rows, violations);
    return Finding.of(
        "I8",
        "every committed message reaches Kafka, and nothing else does",
        HOW,
        "%d outbox rows, %d records".formatted(rows.size(), records),
        violations);
  }

  private static void checkPublished(Facts facts, List<OutboxRow> rows, List<String> violations) {
    var published =
        WRITERS.keySet().stream()
            .flatMap(it -> facts.topic(it).stream())
            .map(it -> id(it.topic(), String.valueOf(it.key()), it.messageId()))
            .collect(toSet());
    var newest =
        rows.stream()
            .collect(
                toMap(
                    it -> it.topic() + " " + it.key(), OutboxRow::messageId, (_, later) -> later));
    for (var row : rows) {
      boolean replaced =
          COMPACTED.contains(row.topic())
              && !row.messageId().equals(newest.get(row.topic() + " " + row.key()));
      if (!replaced && !published.contains(id(row.topic(), row.key(), row.messageId()))) {
        violations.add(
            "%s row %d: message %s with key %s is not on %s"
                .formatted(row.service(), row.seq(), row.messageId(), row.key(), row.topic()));
      }
    }
  }

  private static int checkWritten(Facts facts, List<OutboxRow> rows, List<String> violations) {
    var written =
        rows.stream().map(it -> id(it.topic(), it.key(), it.messageId())).collect(toSet());
    var oldest = oldest(rows);
    var deadLetters = DeadLettered.of(facts);
    int records = 0;
    for (var topic : WRITERS.keySet()) {
      for (var it : facts.topic(topic)) {
        records++;
        boolean known = written.contains(id(topic, String.valueOf(it.key()), it.messageId()));
        boolean pruned = it.timestamp().isBefore(oldest.getOrDefault(topic, Instant.EPOCH));
        if (!known && !pruned && !it.type().equals(WAITING) && !deadLetters.contains(it)) {
          violations.add(
              "%s: message %s (%s) was never committed"
                  .formatted(it.place(), it.messageId(), it.type()));
        }
      }
    }
    return records;
  }

  /// The oldest row that is left of the writers of a topic; what is older may have been pruned.
  private static Map<String, Instant> oldest(List<OutboxRow> rows) {
    var byService =
        rows.stream()
            .collect(
                toMap(OutboxRow::service, OutboxRow::createdAt, (a, b) -> a.isBefore(b) ? a : b));
    return WRITERS.entrySet().stream()
        .filter(it -> it.getValue().stream().anyMatch(byService::containsKey))
        .collect(
            toMap(
                Map.Entry::getKey,
                it ->
                    it.getValue().stream()
                        .flatMap(service -> Stream.ofNullable(byService.get(service)))
                        .min(Instant::compareTo)
                        .orElse(Instant.EPOCH)));
  }

  private static String id(String topic, String key, String messageId) {
    return topic + " " + key + " " + messageId;
  }
}
