package dev.parkade.payment.parking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// The broker: topics that keep what was written to them.
final class ModelLog {

  private final Map<TopicPartition, TreeMap<Long, ConsumerRecord<String, byte[]>>> records =
      new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  long append(
      TopicPartition partition,
      String key,
      byte @Nullable [] value,
      Headers headers,
      long timestamp) {
    long offset = ends.merge(partition, 1L, Long::sum) - 1;
    var record =
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            new RecordHeaders(headers.toArray()),
            Optional.empty());
    of(partition).put(offset, record);
    return offset;
  }

  /// Writes a record once more, as a producer does that lost its acknowledgement.
  void repeat(ConsumerRecord<String, byte[]> record) {
    var partition = new TopicPartition(record.topic(), record.partition());
    var unused =
        append(partition, record.key(), record.value(), record.headers(), record.timestamp());
  }

  long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /// What stands from this offset on, so many records at most.
  List<ConsumerRecord<String, byte[]>> from(TopicPartition partition, long offset, int limit) {
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    for (var record : of(partition).tailMap(offset, true).values()) {
      if (found.size() == limit) {
        break;
      }
      found.add(record);
    }
    return found;
  }

  List<ConsumerRecord<String, byte[]>> all(TopicPartition partition) {
    return List.copyOf(of(partition).values());
  }

  void forget(TopicPartition partition, long offset) {
    of(partition).remove(offset);
  }

  /// Keeps the last record of each key, as the broker may at any time.
  void compact(TopicPartition partition) {
    Set<String> seen = new HashSet<>();
    of(partition).descendingMap().values().removeIf(record -> !seen.add(record.key()));
  }

  private TreeMap<Long, ConsumerRecord<String, byte[]>> of(TopicPartition partition) {
    return records.computeIfAbsent(partition, p -> new TreeMap<>());
  }
}
