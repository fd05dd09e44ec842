package dev.parkade.deadletters.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// Dead letters for tests, made up part by part.
public final class Letters {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private String topic = "payment.dlq";
  private int partition = 3;
  private long offset = 17;
  private Instant at = NOON;
  private byte @Nullable [] key = "ada".getBytes(UTF_8);
  private byte @Nullable [] value = "{}".getBytes(UTF_8);
  private final Headers headers = new RecordHeaders();

  private Letters() {}

  public static Letters letter() {
    return new Letters();
  }

  public Letters topic(String name) {
    topic = name;
    return this;
  }

  public Letters standing(int partition, long offset) {
    this.partition = partition;
    this.offset = offset;
    return this;
  }

  public Letters at(Instant moment) {
    at = moment;
    return this;
  }

  public Letters key(byte @Nullable [] bytes) {
    key = bytes;
    return this;
  }

  public Letters payload(@Nullable String text) {
    value = text == null ? null : text.getBytes(UTF_8);
    return this;
  }

  public Letters payload(byte[] bytes) {
    value = bytes;
    return this;
  }

  public Letters reason(String reason) {
    return header(DeadLetterHeaders.REASON, reason);
  }

  public Letters detail(String detail) {
    return header(DeadLetterHeaders.DETAIL, detail);
  }

  public Letters origin(String topic, int partition, long offset, Instant at) {
    return header(DeadLetterHeaders.ORIGIN_TOPIC, topic)
        .header(DeadLetterHeaders.ORIGIN_PARTITION, Integer.toString(partition))
        .header(DeadLetterHeaders.ORIGIN_OFFSET, Long.toString(offset))
        .header(DeadLetterHeaders.ORIGIN_TIMESTAMP, Long.toString(at.toEpochMilli()));
  }

  public Letters header(String name, String value) {
    return header(name, value.getBytes(UTF_8));
  }

  public Letters header(String name, byte @Nullable [] value) {
    headers.add(name, value);
    return this;
  }

  /// As it is put on its topic.
  public static ProducerRecord<byte[], byte[]> sent(DeadLetter letter) {
    return new ProducerRecord<>(
        letter.record().topic(),
        letter.record().partition(),
        letter.key(),
        letter.value(),
        letter.record().headers());
  }

  public DeadLetter build() {
    return new DeadLetter(
        new ConsumerRecord<>(
            topic,
            partition,
            offset,
            at.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            key == null ? -1 : key.length,
            value == null ? -1 : value.length,
            key,
            value,
            headers,
            Optional.empty()));
  }
}
