package dev.parkade.payment.parking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Two polls of one consumer as if they had been one.
final class Records {

  private Records() {}

  static ConsumerRecords<String, byte[]> together(
      ConsumerRecords<String, byte[]> first, ConsumerRecords<String, byte[]> second) {
    if (second.isEmpty()) {
      return first;
    }
    Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (ConsumerRecords<String, byte[]> poll : List.of(first, second)) {
      for (TopicPartition partition : poll.partitions()) {
        records.computeIfAbsent(partition, _ -> new ArrayList<>()).addAll(poll.records(partition));
      }
      next.putAll(poll.nextOffsets());
    }
    return new ConsumerRecords<>(records, next);
  }
}
