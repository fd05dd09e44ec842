package dev.parkade.runtime.tracing;

import dev.parkade.messages.envelope.Envelope;
import dev.parkade.messages.topic.Topics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

/// The names of what spans say: OpenTelemetry's semantic conventions for messaging, and our own
/// ids. Never a name, an address or a payload.
final class Attributes {

  static final String KAFKA = "kafka";

  static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
  static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
  static final AttributeKey<Long> BATCH = AttributeKey.longKey("messaging.batch.message_count");
  static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");

  static final AttributeKey<String> ORDER_ID = AttributeKey.stringKey("parkade.order_id");
  static final AttributeKey<String> CUSTOMER_ID = AttributeKey.stringKey("parkade.customer_id");
  static final AttributeKey<String> MESSAGE_TYPE = AttributeKey.stringKey("parkade.message_type");
  static final AttributeKey<Double> OUTBOX_WAIT =
      AttributeKey.doubleKey("parkade.outbox.wait_seconds");
  static final AttributeKey<String> DEAD_LETTER = AttributeKey.stringKey("parkade.dead_letter");
  static final AttributeKey<String> REPLAY_OF = AttributeKey.stringKey("parkade.replay.of");
  static final AttributeKey<Long> REPLAY_COUNT = AttributeKey.longKey("parkade.replay.count");
  static final AttributeKey<String> PARKED_REASON = AttributeKey.stringKey("parkade.parked.reason");
  static final AttributeKey<Double> PARKED_WAIT =
      AttributeKey.doubleKey("parkade.parked.wait_seconds");
  static final AttributeKey<Long> PARKED_ATTEMPTS = AttributeKey.longKey("parkade.parked.attempts");

  private Attributes() {}

  /// Whose message it is.
  static void describe(Span span, String topic, Envelope envelope) {
    span.setAttribute(MESSAGE_ID, envelope.id().text());
    span.setAttribute(subject(topic), envelope.correlationId());
  }

  /// What the correlation id of a topic's messages is the id of.
  static AttributeKey<String> subject(String topic) {
    return topic.equals(Topics.CUSTOMER_EVENTS.name()) ? CUSTOMER_ID : ORDER_ID;
  }
}
