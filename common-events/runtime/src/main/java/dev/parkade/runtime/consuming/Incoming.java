package dev.parkade.runtime.consuming;

import dev.parkade.messages.envelope.Message;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A readable message together with the record that carried it.
public record Incoming(ConsumerRecord<String, byte[]> record, Message<?> message) {

  /// Where it came from, for logs: `topic-partition@offset`.
  public String origin() {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }
}
