package dev.parkade.runtime.lag;

import dev.parkade.runtime.consuming.PositionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Compares the stored positions of a group with the ends of its topics. It belongs to no group
/// and needs no consumer that works: one that is paused, stuck, frozen or gone lags all the
/// same, and so does a partition that nobody owns.
///
/// Of the records it reads only the first one of each partition that is behind, and that one once,
/// for its time. Not thread-safe.
final class LagReader implements LagSource {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// From an offset on: where the first record is, and when it was written.
  private record First(long from, long offset, Instant at) {}

  private final Consumer<byte[], byte[]> consumer;
  private final PositionStore positions;
  private final String group;
  private final Collection<String> topics;
  private final Map<TopicPartition, First> known = new HashMap<>();

  LagReader(
      Consumer<byte[], byte[]> consumer,
      PositionStore positions,
      String group,
      Collection<String> topics) {
    this.consumer = consumer;
    this.positions = positions;
    this.group = group;
    this.topics = topics;
  }

  /// @throws TimeoutException if the broker does not give a record that it has
  @Override
  public Map<String, Lag> read() {
    List<TopicPartition> partitions = partitions();
    // positions before ends: what is handled meanwhile counts as behind, never the other way round
    Map<TopicPartition, Long> stored = positions.all(group);
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> behind = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long start = starts.getOrDefault(partition, 0L);
      long position = Math.max(start, stored.getOrDefault(partition, start));
      if (position < ends.getOrDefault(partition, 0L)) {
        behind.put(partition, position);
      }
    }
    find(behind, ends);
    Map<String, Lag> lags = new TreeMap<>();
    topics.forEach(topic -> lags.put(topic, new Lag(0, null)));
    behind.forEach(
        (partition, position) -> {
          First first = known.get(partition);
          long end = ends.getOrDefault(partition, 0L);
          if (first != null && first.offset() < end) {
            lags.merge(partition.topic(), new Lag(end - position, first.at()), LagReader::together);
          }
        });
    return lags;
  }

  private static Lag together(Lag one, Lag other) {
    Instant oldest = one.oldest();
    boolean others = oldest == null || other.oldest() != null && other.oldest().isBefore(oldest);
    return new Lag(one.records() + other.records(), others ? other.oldest() : oldest);
  }

  private List<TopicPartition> partitions() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      var found = consumer.partitionsFor(topic);
      // null, whatever its signature says, for a topic that is not there
      if (found != null) {
        found.forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
      }
    }
    return partitions;
  }

  /// Makes known what stands first in each of these partitions, from these offsets on.
  private void find(Map<TopicPartition, Long> behind, Map<TopicPartition, Long> ends) {
    known.keySet().retainAll(behind.keySet());
    Set<TopicPartition> unknown = new HashSet<>();
    behind.forEach(
        (partition, position) -> {
          if (!covers(known.get(partition), position, ends.getOrDefault(partition, 0L))) {
            unknown.add(partition);
          }
        });
    if (unknown.isEmpty()) {
      return;
    }
    consumer.assign(unknown);
    unknown.forEach(partition -> consumer.seek(partition, behind.getOrDefault(partition, 0L)));
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!unknown.isEmpty()) {
        look(unknown, behind, ends);
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("the broker gives nothing of " + unknown);
        }
      }
    } finally {
      consumer.unsubscribe();
    }
  }

  /// Whether what is known tells what stands first from there on. At an end where only markers of
  /// transactions stood, records may have come since.
  private static boolean covers(
      @org.jspecify.annotations.Nullable First first, long position, long end) {
    return first != null
        && first.from() <= position
        && position <= first.offset()
        && (first.at() != Instant.MAX || first.offset() >= end);
  }

  private void look(
      Set<TopicPartition> unknown,
      Map<TopicPartition, Long> behind,
      Map<TopicPartition, Long> ends) {
    var polled = consumer.poll(Duration.ofMillis(200));
    Set<TopicPartition> answered = new HashSet<>();
    for (TopicPartition partition : unknown) {
      long from = behind.getOrDefault(partition, 0L);
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      if (!records.isEmpty()) {
        var first = records.getFirst();
        known.put(
            partition, new First(from, first.offset(), Instant.ofEpochMilli(first.timestamp())));
        answered.add(partition);
      } else if (consumer.position(partition) >= ends.getOrDefault(partition, 0L)) {
        // a position, and not an offset seen: markers of transactions are the end
        known.put(partition, new First(from, consumer.position(partition), Instant.MAX));
        answered.add(partition);
      }
    }
    consumer.pause(answered);
    unknown.removeAll(answered);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
