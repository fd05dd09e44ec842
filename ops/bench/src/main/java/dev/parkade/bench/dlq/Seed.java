package dev.parkade.bench.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.WireHeaders;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Dead letters as services write them, with the same headers and payloads of the same size. The
/// number of each is in its message id, so that every copy can be counted.
final class Seed {
  /// A version 7 UUID of a moment of 2026 begins so.
  private static final long ID_BEGIN = 0x019a_0000_0000_7000L;

  private static final long ID_END = 0x8000_0000_0000_0000L;

  private static final int CUSTOMERS = 10_000;

  private final String bootstrapServers;

  Seed(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  static UUID idOf(long number) {
    return new UUID(ID_BEGIN, ID_END | number);
  }

  /// The number that a message id was made of; negative for another one's id.
  static long numberOf(UUID id) {
    return id.getMostSignificantBits() == ID_BEGIN ? id.getLeastSignificantBits() ^ ID_END : -1;
  }

  /// Payments of two customers in three wait for a customer, who exists meanwhile; one in three
  /// was given up by the provider.
  void payments(int count) {
    try (var producer = producer()) {
      for (int i = 0; i < CUSTOMERS; i++) {
        send(producer, customer(i));
      }
      for (long number = 0; number < count; number++) {
        send(producer, payment(number));
      }
    }
  }

  /// What a service could not handle.
  ///
  /// @param origin where they came from
  /// @param first the number of the first
  void failures(Topic dlq, Topic origin, String type, int first, int count) {
    try (var producer = producer()) {
      for (long number = first; number < (long) first + count; number++) {
        String order = idOf(1_000_000_000L + number).toString();
        var headers =
            headers(number, type, origin, order, DeadLetterReason.HANDLER_FAILED)
                .add(DeadLetterHeaders.EXCEPTION, "java.lang.IllegalStateException".getBytes(UTF_8))
                .add(
                    DeadLetterHeaders.EXCEPTION_MESSAGE,
                    ("no row for order " + order).getBytes(UTF_8));
        String payload =
            "{\"orderId\":\"%s\",\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":%d}]}"
                .formatted(order, number % 7 + 1);
        send(producer, record(dlq, number, order, payload, headers));
      }
    }
  }

  /// What the broker does not take shows as lost when the copies are counted.
  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record);
  }

  private static ProducerRecord<byte[], byte[]> customer(int i) {
    // on every partition the same ones: which partition is whose does not matter here
    String payload =
        "{\"customerId\":\"c-%d\",\"name\":\"N\",\"email\":\"n@example.org\",\"status\":\"ACTIVE\",\"version\":1}"
            .formatted(i);
    return new ProducerRecord<>(
        Topics.CUSTOMER_EVENTS.name(),
        i % Topics.PARTITIONS,
        ("c-" + i).getBytes(UTF_8),
        payload.getBytes(UTF_8));
  }

  private static ProducerRecord<byte[], byte[]> payment(long number) {
    String order = idOf(1_000_000_000L + number).toString();
    // of the same partition as the dead letter
    String customer = "c-" + number % (CUSTOMERS / Topics.PARTITIONS * Topics.PARTITIONS);
    var reason =
        number % 3 == 0
            ? DeadLetterReason.RETRIES_EXHAUSTED
            : DeadLetterReason.CUSTOMER_NEVER_ARRIVED;
    var headers =
        headers(number, "parkade.payment.charge.v1", Topics.PAYMENT_PARKED, order, reason);
    String payload =
        "{\"orderId\":\"%s\",\"customerId\":\"%s\",\"amount\":{\"amount\":%d,\"currency\":\"EUR\"}}"
            .formatted(order, customer, 100 + number % 9_000);
    return record(Topics.PAYMENT_DLQ, number, customer, payload, headers);
  }

  private static Headers headers(
      long number, String type, Topic origin, String order, DeadLetterReason reason) {
    long partition = number % origin.partitions();
    long offset = number / origin.partitions();
    String at = "2026-03-01T12:00:00Z";
    return new RecordHeaders()
        .add(WireHeaders.SPEC_VERSION, "1.0".getBytes(UTF_8))
        .add(WireHeaders.ID, idOf(number).toString().getBytes(UTF_8))
        .add(WireHeaders.TYPE, type.getBytes(UTF_8))
        .add(WireHeaders.SOURCE, "/parkade/order-orchestrator".getBytes(UTF_8))
        .add(WireHeaders.TIME, at.getBytes(UTF_8))
        .add(WireHeaders.CORRELATION_ID, order.getBytes(UTF_8))
        .add(WireHeaders.CONTENT_TYPE, "application/json".getBytes(UTF_8))
        .add(WireHeaders.TRACEPARENT, traceparent(number).getBytes(UTF_8))
        .add(DeadLetterHeaders.REASON, reason.name().getBytes(UTF_8))
        .add(
            DeadLetterHeaders.DETAIL,
            "command %s of order %s".formatted(idOf(number), order).getBytes(UTF_8))
        .add(DeadLetterHeaders.ORIGIN_TOPIC, origin.name().getBytes(UTF_8))
        .add(DeadLetterHeaders.ORIGIN_PARTITION, Long.toString(partition).getBytes(UTF_8))
        .add(DeadLetterHeaders.ORIGIN_OFFSET, Long.toString(offset).getBytes(UTF_8))
        .add(DeadLetterHeaders.ORIGIN_TIMESTAMP, "1772366400000".getBytes(UTF_8))
        .add(DeadLetterHeaders.AT, at.getBytes(UTF_8))
        .add(DeadLetterHeaders.SERVICE, "service".getBytes(UTF_8))
        .add(DeadLetterHeaders.GROUP, "service".getBytes(UTF_8))
        .add(DeadLetterHeaders.ATTEMPTS, "3".getBytes(UTF_8))
        .add(DeadLetterHeaders.FIRST_FAILURE, at.getBytes(UTF_8))
        .add(DeadLetterHeaders.LAST_FAILURE, at.getBytes(UTF_8));
  }

  private static String traceparent(long number) {
    return "00-%032x-%016x-01".formatted(number + 1, number + 1);
  }

  private static ProducerRecord<byte[], byte[]> record(
      Topic dlq, long number, String key, String payload, Headers headers) {
    return new ProducerRecord<>(
        dlq.name(),
        (int) (number % dlq.partitions()),
        key.getBytes(UTF_8),
        payload.getBytes(UTF_8),
        headers);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "linger.ms",
            20,
            "batch.size",
            256 * 1024,
            "compression.type",
            "lz4");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
