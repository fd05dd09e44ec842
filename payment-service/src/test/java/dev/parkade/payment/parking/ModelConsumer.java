package dev.parkade.payment.parking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/// A consumer of the [ModelLog]: assigned from outside, and reading as much as it is told to.
final class ModelConsumer extends MockConsumer<String, byte[]> {

  private final ModelLog log;
  private final Runnable waits;
  private final Set<TopicPartition> assigned = new LinkedHashSet<>();
  private final Set<TopicPartition> paused = new LinkedHashSet<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  /// @param waits what happens while a poll waits
  ModelConsumer(ModelLog log, Runnable waits) {
    super("earliest");
    this.log = log;
    this.waits = waits;
  }

  void add(Collection<TopicPartition> partitions) {
    assigned.addAll(partitions);
  }

  void remove(Collection<TopicPartition> partitions) {
    assigned.removeAll(partitions);
    paused.removeAll(partitions);
  }

  /// One poll of this many records of each partition.
  List<ConsumerRecord<String, byte[]>> read(ToIntFunction<TopicPartition> limits) {
    List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
    for (TopicPartition partition : assigned) {
      if (!paused.contains(partition)) {
        all.addAll(read(partition, limits.applyAsInt(partition)));
      }
    }
    return all;
  }

  private List<ConsumerRecord<String, byte[]>> read(TopicPartition partition, int limit) {
    long from = position(partition);
    List<ConsumerRecord<String, byte[]>> records = log.from(partition, from, limit);
    boolean more = records.size() == limit;
    long next = more && limit > 0 ? records.getLast().offset() + 1 : log.end(partition);
    positions.put(partition, limit == 0 ? from : next);
    return records;
  }

  boolean hasReadAll() {
    return assigned.stream().allMatch(p -> position(p) >= log.end(p));
  }

  @Override
  public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
    waits.run();
    Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> read = new LinkedHashMap<>();
    assigned.forEach(p -> read.put(p, read(p, 1000)));
    read.values().removeIf(List::isEmpty);
    return new ConsumerRecords<>(read, Map.of());
  }

  @Override
  public synchronized void assign(Collection<TopicPartition> partitions) {
    assigned.clear();
    assigned.addAll(partitions);
  }

  @Override
  public synchronized Set<TopicPartition> assignment() {
    return assigned;
  }

  @Override
  public synchronized void seek(TopicPartition partition, long offset) {
    positions.put(partition, offset);
  }

  @Override
  public synchronized long position(TopicPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  @Override
  public synchronized long position(TopicPartition partition, Duration timeout) {
    return position(partition);
  }

  @Override
  public synchronized Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> starts = new HashMap<>();
    partitions.forEach(p -> starts.put(p, 0L));
    return starts;
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    partitions.forEach(p -> ends.put(p, log.end(p)));
    return ends;
  }

  @Override
  public synchronized void pause(Collection<TopicPartition> partitions) {
    paused.addAll(partitions);
  }

  @Override
  public synchronized void resume(Collection<TopicPartition> partitions) {
    paused.removeAll(partitions);
  }

  @Override
  public synchronized Set<TopicPartition> paused() {
    return Set.copyOf(paused);
  }

  @Override
  public synchronized void close() {}
}
