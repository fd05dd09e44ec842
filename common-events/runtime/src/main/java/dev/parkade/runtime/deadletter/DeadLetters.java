package dev.parkade.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.text.Sentence;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.runtime.keys.KeyText;
import dev.parkade.runtime.replay.Replay;
import dev.parkade.runtime.replay.ReplayMetrics;
import dev.parkade.runtime.tracing.LogContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/// Moves a record that Kafka already holds to the service's dead-letter topic: same key, same
/// partition, same bytes, its own headers and those of [DeadLetterHeaders]. Whatever fits its own
/// topic fits here. What is larger (a compressed record may be) is cut, and says so: it must not
/// stop everybody else.
///
/// The caller waits for the returned future before it moves past the origin, so nothing is lost; a
/// crash in between repeats the dead letter, recognisable by its origin's offset.
public final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  private static final String OWN_HEADERS = "parkade_dlq_";

  /// More than our own headers and the record's frame take.
  private static final int RESERVED_BYTES = 16 * 1024;

  /// Key, payload and headers of the origin together, below the topic's `max.message.bytes`.
  private static final int MAX_BYTES = 2 * 1024 * 1024 - RESERVED_BYTES;

  /// What a key, and what headers may take of a record that does not fit as a whole.
  private static final int FAIR_BYTES = 64 * 1024;

  private static final int LOGGED_KEY_LENGTH = 80;

  private final KafkaOperations<String, byte[]> kafka;
  private final Topic topic;
  private final String service;
  private final String group;
  private final Clock clock;
  private final MeterRegistry meters;
  private final ReplayMetrics replays;

  /// @param kafka writes keys with [dev.parkade.runtime.keys.KeySerializer]
  /// @param group the consumer group that reads what is set aside
  public DeadLetters(
      KafkaOperations<String, byte[]> kafka,
      Topic topic,
      String service,
      String group,
      Clock clock,
      MeterRegistry meters) {
    this.kafka = kafka;
    this.topic = topic;
    this.service = service;
    this.group = group;
    this.clock = clock;
    this.meters = meters;
    this.replays = new ReplayMetrics(meters);
  }

  /// Makes the counters of a topic whose records may be set aside, so that the first dead letter is
  /// seen as a rise from zero.
  public void countFrom(String originTopic) {
    for (DeadLetterReason reason : DeadLetterReason.values()) {
      counter(originTopic, reason);
    }
  }

  /// Sets a record aside. The future completes when the broker has acknowledged it.
  public CompletableFuture<Void> send(ConsumerRecord<String, byte[]> origin, Failure failure) {
    try (LogContext _ = LogContext.of(origin)) {
      log.warn(
          "dead letter {} from {}-{}@{} key {}: {}",
          failure.reason(),
          origin.topic(),
          origin.partition(),
          origin.offset(),
          start(origin.key()),
          Sentence.of(failure.detail()));
    }
    return kafka.send(letter(origin, failure)).thenAccept(sent -> count(origin, failure));
  }

  private void count(ConsumerRecord<String, byte[]> origin, Failure failure) {
    counter(origin.topic(), failure.reason()).increment();
    if (Replay.of(origin.headers()) != null) {
      replays.cameBack();
    }
  }

  private ProducerRecord<String, byte[]> letter(
      ConsumerRecord<String, byte[]> origin, Failure failure) {
    byte[] key = origin.key() == null ? null : KeyText.bytes(origin.key());
    byte[] payload = origin.value();
    Headers headers = new RecordHeaders();
    int rest = MAX_BYTES - length(key) - length(payload);
    int dropped =
        OriginHeaders.copy(origin.headers(), headers, OWN_HEADERS, Math.max(rest, FAIR_BYTES));
    rest = MAX_BYTES - OriginHeaders.bytes(headers);
    byte[] keptKey = start(key, Math.max(rest - length(payload), FAIR_BYTES));
    byte[] keptPayload = start(payload, rest - length(keptKey));
    describe(headers, origin, failure);
    if (dropped > 0) {
      put(headers, DeadLetterHeaders.DROPPED_HEADERS, dropped);
    }
    if (length(keptPayload) < length(payload)) {
      put(headers, DeadLetterHeaders.PAYLOAD_BYTES, length(payload));
    }
    if (length(keptKey) < length(key)) {
      put(headers, DeadLetterHeaders.KEY_LENGTH, length(key));
    }
    return new ProducerRecord<>(
        topic.name(),
        origin.partition() % topic.partitions(),
        keptKey == null ? null : KeyText.of(keptKey),
        keptPayload,
        headers);
  }

  private void describe(Headers headers, ConsumerRecord<?, ?> origin, Failure failure) {
    Instant now = clock.instant();
    Instant first = failure.tries().failedFirst();
    put(headers, DeadLetterHeaders.REASON, failure.reason());
    put(headers, DeadLetterHeaders.DETAIL, Sentence.of(failure.detail()));
    put(headers, DeadLetterHeaders.ORIGIN_TOPIC, origin.topic());
    put(headers, DeadLetterHeaders.ORIGIN_PARTITION, origin.partition());
    put(headers, DeadLetterHeaders.ORIGIN_OFFSET, origin.offset());
    put(headers, DeadLetterHeaders.ORIGIN_TIMESTAMP, origin.timestamp());
    put(headers, DeadLetterHeaders.AT, now);
    put(headers, DeadLetterHeaders.SERVICE, service);
    put(headers, DeadLetterHeaders.GROUP, group);
    put(headers, DeadLetterHeaders.ATTEMPTS, failure.tries().count());
    put(headers, DeadLetterHeaders.FIRST_FAILURE, first == null ? now : first);
    // it is set aside because it has just failed again
    put(headers, DeadLetterHeaders.LAST_FAILURE, now);
    Failure.Thrown thrown = failure.thrown();
    if (thrown != null) {
      put(headers, DeadLetterHeaders.EXCEPTION, thrown.type().getName());
      put(headers, DeadLetterHeaders.EXCEPTION_MESSAGE, Sentence.of(thrown.message()));
    }
    if (headers.lastHeader(WireHeaders.TRACEPARENT) == null) {
      // as W3C Trace Context asks for: whoever gets no trace begins one
      put(headers, WireHeaders.TRACEPARENT, Traceparent.start().header());
    }
  }

  private Counter counter(String originTopic, DeadLetterReason reason) {
    return Counter.builder("parkade.deadletter.records")
        .description("Records set aside, by origin topic and reason")
        .tag("topic", originTopic)
        .tag("reason", reason.name())
        .register(meters);
  }

  private static @Nullable String start(@Nullable String key) {
    return key == null || key.length() <= LOGGED_KEY_LENGTH
        ? key
        : key.substring(0, LOGGED_KEY_LENGTH);
  }

  private static byte @Nullable [] start(byte @Nullable [] bytes, int length) {
    return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(Headers headers, String name, Object value) {
    headers.add(name, value.toString().getBytes(UTF_8));
  }
}
