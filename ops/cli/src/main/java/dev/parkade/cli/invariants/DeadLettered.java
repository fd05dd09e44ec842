package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.topic.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which records were set aside, told by the headers of the dead letters.
final class DeadLettered {
  private final Set<String> origins = new HashSet<>();
  private final Set<String> messages = new HashSet<>();

  static DeadLettered of(Facts facts) {
    var all = new DeadLettered();
    for (var topic : List.of(Topics.PAYMENT_DLQ, Topics.INVENTORY_DLQ, Topics.ORDER_DLQ)) {
      facts.topic(topic.name()).forEach(all::add);
    }
    return all;
  }

  private void add(TopicRecord letter) {
    var headers = letter.headers();
    origins.add(
        "%s-%s@%s"
            .formatted(
                headers.get(DeadLetterHeaders.ORIGIN_TOPIC),
                headers.get(DeadLetterHeaders.ORIGIN_PARTITION),
                headers.get(DeadLetterHeaders.ORIGIN_OFFSET)));
    if (!letter.messageId().isEmpty()) {
      messages.add(letter.messageId());
    }
  }

  /// Whether this record, or the same message from its parking place, was set aside.
  boolean contains(TopicRecord record) {
    return origins.contains(record.place()) || containsMessage(record.messageId());
  }

  /// Whether this message was set aside, perhaps to be replayed later.
  boolean containsMessage(String messageId) {
    return messages.contains(messageId);
  }
}
