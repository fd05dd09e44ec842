package dev.parkade.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.text.Sentence;
import dev.parkade.messages.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/// Moves a record that Kafka already holds to the service's dead-letter topic: same key, same
/// partition, same bytes, its own headers and those of [DeadLetterHeaders]. What is larger than the
/// topic takes (a compressed record may be) is cut, and says so: it must not stop everybody else.
///
/// The caller waits for the returned future before it moves past the origin, so nothing is lost; a
/// crash in between repeats the dead letter, recognisable by its origin's offset.
public final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  /// Key and payload together, below the topic's `max.message.bytes` with room for headers.
  private static final int MAX_BYTES = 2 * 1024 * 1024 - 2 * OriginHeaders.MAX_BYTES;

  private static final int MAX_KEY_LENGTH = 64 * 1024;

  private static final int MAX_KEY_BYTES = 3 * MAX_KEY_LENGTH;

  private static final int LOGGED_KEY_LENGTH = 80;

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
    String sentence = Sentence.of(detail);
    log.warn(
        "dead letter {} from {}-{}@{} key {}: {}",
        reason,
        origin.topic(),
        origin.partition(),
        origin.offset(),
        start(origin.key(), LOGGED_KEY_LENGTH),
        sentence);
    String key = start(origin.key(), MAX_KEY_LENGTH);
    byte[] payload = start(origin.value(), MAX_BYTES - MAX_KEY_BYTES);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<String, byte[]>(
            topic.name(), origin.partition() % topic.partitions(), key, payload);
    int dropped = OriginHeaders.copy(origin.headers(), record.headers(), "parkade_dlq_");
    put(record, DeadLetterHeaders.REASON, reason.name());
    put(record, DeadLetterHeaders.DETAIL, sentence);
    put(record, DeadLetterHeaders.ORIGIN_TOPIC, origin.topic());
    put(record, DeadLetterHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
    put(record, DeadLetterHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
    put(record, DeadLetterHeaders.ORIGIN_TIMESTAMP, Long.toString(origin.timestamp()));
    put(record, DeadLetterHeaders.AT, clock.instant().toString());
    put(record, DeadLetterHeaders.SERVICE, service);
    if (dropped > 0) {
      put(record, DeadLetterHeaders.DROPPED_HEADERS, Integer.toString(dropped));
    }
    if (payload != null && payload.length < origin.value().length) {
      put(record, DeadLetterHeaders.PAYLOAD_BYTES, Integer.toString(origin.value().length));
    }
    if (!Objects.equals(key, origin.key())) {
      put(record, DeadLetterHeaders.KEY_LENGTH, Integer.toString(origin.key().length()));
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

  private static @Nullable String start(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  private static byte @Nullable [] start(byte @Nullable [] bytes, int length) {
    return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static void put(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
