package dev.parkade.bench;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Counts what topics hold, by reading them.
///
/// @param records tombstones included, transaction markers not
/// @param keys distinct ones
record TopicCount(long records, long keys) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// Reads all topics of that kind to their present end.
  static TopicCount of(Lane lane, Predicate<String> topics) {
    try (var consumer = consumer(lane)) {
      var partitions = partitions(consumer, topics);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      long records = 0;
      Set<@Nullable String> keys = new HashSet<>();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (isBehind(consumer, ends) && System.nanoTime() < deadline) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          records++;
          keys.add(record.key());
        }
      }
      return new TopicCount(records, keys.size());
    }
  }

  /// Waits for this many records.
  ///
  /// @return when the broker appended the last of them, in epoch milliseconds
  static double awaitRecords(Lane lane, String topic, long expected) {
    try (var consumer = consumer(lane)) {
      var partitions = partitions(consumer, topic::equals);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long records = 0;
      double last = 0;
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (records < expected) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "only %d of %d records came to %s".formatted(records, expected, topic));
        }
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          records++;
          last = Math.max(last, record.timestamp());
        }
      }
      return last;
    }
  }

  private static boolean isBehind(
      KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(it -> consumer.position(it.getKey()) < it.getValue());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, Predicate<String> topics) {
    return consumer.listTopics().entrySet().stream()
        .filter(it -> topics.test(it.getKey()))
        .flatMap(it -> it.getValue().stream())
        .map(it -> new TopicPartition(it.topic(), it.partition()))
        .toList();
  }

  private static KafkaConsumer<String, byte[]> consumer(Lane lane) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            lane.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
