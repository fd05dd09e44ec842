package dev.parkade.deadletters.plan;

import org.apache.kafka.common.TopicPartition;

/// What of one partition of a dead-letter topic is to be replayed.
///
/// @param start where the snapshot begins
/// @param end the first offset behind the snapshot
/// @param letters how many are to be replayed
/// @param offsets which
public record PlannedPartition(
    String topic, int partition, long start, long end, long letters, OffsetSet offsets) {

  public TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }
}
