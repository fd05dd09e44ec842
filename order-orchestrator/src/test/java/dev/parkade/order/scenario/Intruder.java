package dev.parkade.order.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.keys.KeyDeserializer;
import dev.parkade.runtime.keys.KeySerializer;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Somebody who writes to `order.replies` what no participant would, and looks at what became of
/// it.
public final class Intruder implements AutoCloseable {

  private static final Map<String, Object> BROKER =
      Map.of("bootstrap.servers", Environment.kafka().bootstrapServers());

  private final MessageCodec codec = new MessageCodec();
  private final Messages messages = new Messages("intruder", Clock.systemUTC(), Ids.timeOrdered());
  private final KafkaProducer<String, byte[]> producer = producer("none");
  private final Map<TopicPartition, Long> deadBefore;

  public Intruder() {
    // a test may have it before it has the service
    OrchestratorTest.RealBrokerAndDatabase.createTopics();
    deadBefore = endOf(Topics.ORDER_DLQ);
  }

  @Override
  public void close() {
    producer.close();
  }

  /// The partition of an order's answers.
  public static int partitionOf(OrderId order) {
    return BuiltInPartitioner.partitionForKey(order.text().getBytes(UTF_8), Topics.PARTITIONS);
  }

  /// A record for the partition of an order, under any key.
  public ProducerRecord<String, byte[]> record(
      OrderId place, @Nullable String key, byte @Nullable [] value) {
    return new ProducerRecord<String, byte[]>(
        Topics.ORDER_REPLIES.name(), partitionOf(place), key, value);
  }

  /// A well-formed record for the partition of an order, which says anything about any order.
  public ProducerRecord<String, byte[]> record(
      OrderId place, String key, String correlation, MessageBody body) {
    Message<?> message = messages.first(body, "a subject", correlation, null);
    var encoded = codec.encode(message);
    var record = record(place, key, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /// The same under another key, with another payload.
  public static ProducerRecord<String, byte[]> with(
      ProducerRecord<String, byte[]> record, @Nullable String key, byte @Nullable [] value) {
    return new ProducerRecord<>(
        record.topic(), record.partition(), record.timestamp(), key, value, record.headers());
  }

  /// The same with another header of this name.
  public static ProducerRecord<String, byte[]> saying(
      ProducerRecord<String, byte[]> record, String name, String value) {
    var changed = with(record, record.key(), record.value());
    changed.headers().remove(name).add(name, value.getBytes(UTF_8));
    return changed;
  }

  /// The same record with more headers than anybody reads.
  public static ProducerRecord<String, byte[]> withABombOfHeaders(
      ProducerRecord<String, byte[]> record) {
    for (int n = 0; n < 50_000; n++) {
      record.headers().add("x" + n, "boom".getBytes(UTF_8));
    }
    return record;
  }

  /// Where it stands.
  public RecordMetadata send(ProducerRecord<String, byte[]> record) {
    return sent(producer, record);
  }

  /// Sends what only a producer that compresses can send.
  public RecordMetadata sendCompressed(ProducerRecord<String, byte[]> record) {
    try (var compressing = producer("zstd")) {
      return sent(compressing, record);
    }
  }

  /// The dead letters since this began, by `partition@offset` of their origins.
  public Map<String, List<ConsumerRecord<String, byte[]>>> deadLetters() {
    Map<String, List<ConsumerRecord<String, byte[]>>> dead = new HashMap<>();
    Map<TopicPartition, Long> ends = endOf(Topics.ORDER_DLQ);
    try (var consumer = consumer()) {
      consumer.assign(ends.keySet());
      deadBefore.forEach(consumer::seek);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          String origin =
              header(record, "parkade_dlq_origin_partition")
                  + "@"
                  + header(record, "parkade_dlq_origin_offset");
          dead.computeIfAbsent(origin, o -> new ArrayList<>()).add(record);
        }
      }
    }
    return dead;
  }

  /// Waits until the orchestrator has passed the end of `order.replies`, in its own database
  /// and for every tool that asks Kafka.
  public static void awaitNothingIsLeft(JdbcClient jdbc) {
    Map<TopicPartition, Long> ends = endOf(Topics.ORDER_REPLIES);
    Eventually.within(
        Participants.SOON,
        () -> {
          assertThat(positions(jdbc)).isEqualTo(ends);
          assertThat(committed()).containsAllEntriesOf(used(ends));
        });
  }

  public static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private static Map<TopicPartition, Long> positions(JdbcClient jdbc) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    jdbc.sql("select topic, partition, next_offset from consumer_position")
        .query(
            rs -> {
              positions.put(new TopicPartition(rs.getString(1), rs.getInt(2)), rs.getLong(3));
            });
    return positions;
  }

  private static Map<TopicPartition, Long> committed() throws Exception {
    try (var admin = Admin.create(BROKER)) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      admin
          .listConsumerGroupOffsets("order-orchestrator")
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
      return offsets;
    }
  }

  private static Map<TopicPartition, Long> used(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> used = new HashMap<>(ends);
    used.values().removeIf(end -> end == 0);
    return used;
  }

  private static Map<TopicPartition, Long> endOf(Topic topic) {
    try (var consumer = consumer()) {
      return consumer.endOffsets(
          IntStream.range(0, topic.partitions())
              .mapToObj(p -> new TopicPartition(topic.name(), p))
              .toList());
    }
  }

  private static RecordMetadata sent(
      KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("not sent: " + e.getCause(), e);
    }
  }

  private static KafkaProducer<String, byte[]> producer(String compression) {
    Map<String, Object> settings = new HashMap<>(BROKER);
    settings.put("compression.type", compression);
    settings.put("max.request.size", 100_000_000);
    return new KafkaProducer<>(settings, new KeySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(BROKER, new KeyDeserializer(), new ByteArrayDeserializer());
  }
}
