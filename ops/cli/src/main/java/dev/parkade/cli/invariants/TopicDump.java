package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.Position;
import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.messages.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Whole topics as they are now, from their first to their last committed record.
///
/// @param records by topic; by partition and offset within one
/// @param ends the next offset of every partition
public record TopicDump(Map<String, List<TopicRecord>> records, List<Position> ends) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// Reads topics up to the ends that they have when it begins.
  ///
  /// @throws IllegalStateException if the broker does not hand them out within a minute
  public static TopicDump read(String bootstrapServers, Set<String> topics) {
    try (var consumer = consumer(bootstrapServers)) {
      var partitions =
          topics.stream()
              .flatMap(it -> consumer.partitionsFor(it).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var records = new HashMap<String, List<TopicRecord>>();
      topics.forEach(it -> records.put(it, new ArrayList<>()));
      readUpTo(ends, consumer, records);
      records
          .values()
          .forEach(
              it ->
                  it.sort(
                      Comparator.comparingInt(TopicRecord::partition)
                          .thenComparingLong(TopicRecord::offset)));
      return new TopicDump(records, positions(ends));
    }
  }

  private static void readUpTo(
      Map<TopicPartition, Long> ends,
      KafkaConsumer<String, byte[]> consumer,
      Map<String, List<TopicRecord>> records) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    // compaction and transaction markers leave gaps: the position tells, not the last record
    while (ends.entrySet().stream()
        .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the topics " + records.keySet() + " were not read within " + LIMIT.toSeconds() + " s");
      }
      for (var it : consumer.poll(POLL)) {
        if (it.offset() < ends.getOrDefault(new TopicPartition(it.topic(), it.partition()), 0L)) {
          records.getOrDefault(it.topic(), new ArrayList<>()).add(of(it));
        }
      }
    }
  }

  private static List<Position> positions(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .map(it -> new Position(it.getKey().topic(), it.getKey().partition(), it.getValue()))
        .toList();
  }

  private static TopicRecord of(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return new TopicRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        headers,
        valueOf(record),
        Instant.ofEpochMilli(record.timestamp()));
  }

  /// All payloads of all topics would be far more than anybody looks at.
  private static @Nullable String valueOf(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      return null;
    }
    return record.topic().equals(Topics.DLQ_OUTCOMES.name())
        ? new String(record.value(), StandardCharsets.UTF_8)
        : "";
  }

  private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "isolation.level", "read_committed",
            "enable.auto.commit", "false",
            "fetch.max.wait.ms", "50",
            "allow.auto.create.topics", "false"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  /// How many records all topics have.
  public int size() {
    return records.values().stream().collect(Collectors.summingInt(List::size));
  }
}
