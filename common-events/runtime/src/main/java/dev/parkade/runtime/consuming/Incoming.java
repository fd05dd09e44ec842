package dev.parkade.runtime.consuming;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.wire.Decoded;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A readable message together with the record that carried it.
public record Incoming(ConsumerRecord<String, byte[]> record, Message<?> message) {

  /// What makes it poison if its key or its envelope is about something else than its content; null
  /// if all three agree. The partition is chosen by the key: under another one, what happens to one
  /// thing would have no order.
  ///
  /// @param key the key that its content asks for
  /// @param correlation the correlation id that its content asks for
  public Decoded.@Nullable Poison disagreement(String key, String correlation) {
    if (!key.equals(record.key())) {
      return new Decoded.Poison(
          DeadLetterReason.WRONG_KEY,
          "the content asks for the key " + key + ", but the key is " + start(record.key()));
    }
    if (!correlation.equals(message.envelope().correlationId())) {
      return new Decoded.Poison(
          DeadLetterReason.WRONG_CORRELATION,
          "the content is about order %s, but the correlation id is %s"
              .formatted(correlation, start(message.envelope().correlationId())));
    }
    return null;
  }

  private static String start(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  /// Where it came from, for logs: `topic-partition@offset`.
  public String origin() {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }
}
