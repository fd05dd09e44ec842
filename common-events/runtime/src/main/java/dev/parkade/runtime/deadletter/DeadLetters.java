package dev.parkade.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/// Moves a record that Kafka already holds to the service's dead-letter topic: same key, same
/// partition, same bytes, its own headers and those of [DeadLetterHeaders].
///
/// The caller waits for the returned future before it moves past the origin, so nothing is lost; a
/// crash in between repeats the dead letter, recognisable by its origin's offset.
public final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  /// Leaves room for the payload below the topic's `max.message.bytes`.
  private static final int MAX_ORIGIN_HEADER_BYTES = 64 * 1024;

  private final KafkaOperations<String, byte[]> kafka;
  private final Topic topic;
  private final String service;
  private final Clock clock;
  private final MeterRegistry meters;

  public DeadLetters(
      KafkaOperations<String, byte[]> kafka,
      Topic topic,
      String service,
      Clock clock,
      MeterRegistry meters) {
    this.kafka = kafka;
    this.topic = topic;
    this.service = service;
    this.clock = clock;
    this.meters = meters;
  }

  /// Sets a record aside. The future completes when the broker has acknowledged it.
  ///
  /// @param detail one sentence for people, with ids and without payload
  public CompletableFuture<Void> send(
      ConsumerRecord<String, byte[]> origin, DeadLetterReason reason, String detail) {
    log.warn(
        "dead letter {} from {}-{}@{} key {}: {}",
        reason,
        origin.topic(),
        origin.partition(),
        origin.offset(),
        origin.key(),
        detail);
    var record =
        new ProducerRecord<>(
            topic.name(), origin.partition() % topic.partitions(), origin.key(), origin.value());
    int dropped = copyHeaders(origin.headers(), record.headers());
    put(record, DeadLetterHeaders.REASON, reason.name());
    put(record, DeadLetterHeaders.DETAIL, detail);
    put(record, DeadLetterHeaders.ORIGIN_TOPIC, origin.topic());
    put(record, DeadLetterHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
    put(record, DeadLetterHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
    put(record, DeadLetterHeaders.ORIGIN_TIMESTAMP, Long.toString(origin.timestamp()));
    put(record, DeadLetterHeaders.AT, clock.instant().toString());
    put(record, DeadLetterHeaders.SERVICE, service);
    if (dropped > 0) {
      put(record, DeadLetterHeaders.DROPPED_HEADERS, Integer.toString(dropped));
    }
    return kafka.send(record).thenAccept(sent -> counter(origin.topic(), reason).increment());
  }

  private Counter counter(String originTopic, DeadLetterReason reason) {
    return Counter.builder("parkade.deadletter.records")
        .description("Records set aside, by origin topic and reason")
        .tag("topic", originTopic)
        .tag("reason", reason.name())
        .register(meters);
  }

  private static int copyHeaders(Headers from, Headers to) {
    int bytes = 0;
    int dropped = 0;
    for (Header header : from) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
      // a dead letter that is replayed and fails again must not carry two reasons
      if (header.key().startsWith("parkade_dlq_")) {
        continue;
      }
      if (bytes > MAX_ORIGIN_HEADER_BYTES) {
        dropped++;
      } else {
        to.add(header);
      }
    }
    return dropped;
  }

  private static void put(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
