package dev.parkade.deadletters.reading;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/// What stood in topics at one moment: from where to where, per partition. What comes later does
/// not belong to it, so that no run meets its own work.
public final class Snapshot {

  /// From `start` to before `end`.
  public record Range(long start, long end) {

    public boolean contains(long offset) {
      return offset >= start && offset < end;
    }

    public boolean isEmpty() {
      return end <= start;
    }
  }

  private final SortedMap<TopicPartition, Range> ranges;

  public Snapshot(Map<TopicPartition, Range> ranges) {
    this.ranges =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    this.ranges.putAll(ranges);
  }

  /// By topic and partition.
  public SortedMap<TopicPartition, Range> ranges() {
    return Collections.unmodifiableSortedMap(ranges);
  }

  public Collection<TopicPartition> partitions() {
    return ranges().keySet();
  }

  /// Offsets in all partitions together: at least as many as there are records.
  public long size() {
    return ranges.values().stream().mapToLong(r -> Math.max(0, r.end() - r.start())).sum();
  }
}
