package dev.parkade.payment.parking;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.kafka.core.ConsumerFactory;

/// Consumers without a group, beside the gate's own.
final class HelperConsumers {

  private static final int MEBIBYTE = 1024 * 1024;

  private HelperConsumers() {}

  /// For a replay from the beginning: large fetches, and what is committed only.
  static Consumer<String, byte[]> forWholeTopics(ConsumerFactory<String, byte[]> consumers) {
    Map<String, Object> settings = settings(consumers);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * MEBIBYTE);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * MEBIBYTE);
    settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, MEBIBYTE);
    return new KafkaConsumer<>(settings);
  }

  /// For records whose offsets are known: small fetches. They were committed when they were first
  /// read, so an open transaction behind them need not be waited for.
  static Consumer<String, byte[]> forSingleRanges(ConsumerFactory<String, byte[]> consumers) {
    Map<String, Object> settings = settings(consumers);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MEBIBYTE / 4);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return new KafkaConsumer<>(settings);
  }

  private static Map<String, Object> settings(ConsumerFactory<String, byte[]> consumers) {
    Map<String, Object> settings = new HashMap<>(consumers.getConfigurationProperties());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
    return settings;
  }
}
