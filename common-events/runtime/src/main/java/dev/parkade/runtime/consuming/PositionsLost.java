package dev.parkade.runtime.consuming;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// Another consumer has moved these positions: this one is a zombie for them and must let go.
public final class PositionsLost extends RuntimeException {

  private final transient Set<TopicPartition> partitions;

  PositionsLost(Set<TopicPartition> partitions) {
    super("the positions of " + partitions + " were moved by another consumer");
    this.partitions = Set.copyOf(partitions);
  }

  /// The partitions that belong to somebody else.
  public Set<TopicPartition> partitions() {
    return partitions;
  }
}
