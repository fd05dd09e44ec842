package dev.parkade.deadletters.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// How to reach the brokers: makes clients of raw bytes that read only what is committed.
///
/// @param properties client properties, `bootstrap.servers` among them; security settings apply to
///     every client
public record KafkaAccess(Map<String, Object> properties) {

  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  public KafkaAccess {
    properties = Map.copyOf(properties);
  }

  public static KafkaAccess at(String bootstrapServers) {
    return new KafkaAccess(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /// The brokers that are asked first, for messages.
  public String servers() {
    return String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  /// A consumer without a group: it is told what to read, and commits nothing.
  public Consumer<byte[], byte[]> consumer() {
    return consumer(FETCH_BYTES);
  }

  /// The same for whoever reads a little here and there.
  ///
  /// @param fetchBytes how much is fetched at once; a larger record still comes
  public Consumer<byte[], byte[]> consumer(int fetchBytes) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
    // partitions that are read to their end must not make the others wait half a second
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A transactional producer; whoever makes the next one of this id fences this one.
  public Producer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    // a dead letter is as large as its topic takes
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, FETCH_BYTES);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public Admin admin() {
    return Admin.create(new HashMap<>(properties));
  }
}
