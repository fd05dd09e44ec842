package dev.parkade.deadletters.reading;

import dev.parkade.deadletters.kafka.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/// Reads topics from one moment's start to its end, in one pass and with bounded memory: nothing is
/// kept but what a poll fetched. Only what is committed is seen. Not thread-safe.
public final class DeadLetterLog implements AutoCloseable {

  /// How long the broker may have nothing for us before we say so.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Called for every record, partition by partition in the order of offsets.
  @FunctionalInterface
  public interface Visitor {
    void visit(ConsumerRecord<byte[], byte[]> record);
  }

  private final Consumer<byte[], byte[]> consumer;
  private LongConsumer watcher = passed -> {};

  public DeadLetterLog(KafkaAccess kafka) {
    this.consumer = kafka.consumer();
  }

  /// Tells after every poll how many records [#read] has passed; what it throws ends the reading.
  public void watch(LongConsumer passed) {
    watcher = passed;
  }

  /// What stands in these topics now. A topic that does not exist has nothing.
  public Snapshot snapshot(Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      // null and not empty, whatever its signature says, for a topic that is not there
      var found = consumer.partitionsFor(topic);
      if (found != null) {
        found.forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
      }
    }
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Snapshot.Range> ranges = new HashMap<>();
    ends.forEach((p, end) -> ranges.put(p, new Snapshot.Range(starts.getOrDefault(p, end), end)));
    return new Snapshot(ranges);
  }

  /// Reads all of it. What retention removes meanwhile is left out.
  ///
  /// @throws IllegalStateException if the broker gives nothing for half a minute
  public void read(Snapshot snapshot, Visitor visitor) {
    Map<TopicPartition, Snapshot.Range> open = new HashMap<>(snapshot.ranges());
    open.values().removeIf(Snapshot.Range::isEmpty);
    consumer.assign(open.keySet());
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(open.keySet());
    open.forEach(
        (p, range) ->
            consumer.seek(p, Math.max(range.start(), starts.getOrDefault(p, range.start()))));
    long lastProgress = System.nanoTime();
    long passed = 0;
    while (!open.isEmpty()) {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
      for (TopicPartition partition : polled.partitions()) {
        Snapshot.Range range = open.get(partition);
        for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
          if (range != null && range.contains(record.offset())) {
            visitor.visit(record);
          }
        }
      }
      // a position, and not an offset seen: transaction markers leave gaps at the end
      boolean done =
          open.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue().end());
      if (done) {
        consumer.assign(open.keySet());
      }
      passed += polled.count();
      watcher.accept(passed);
      if (done || !polled.isEmpty()) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the broker gives nothing of %s; is it healthy?".formatted(open.keySet()));
      }
    }
  }

  @Override
  public void close() {
    // what was asked for and not needed any more would keep us for half a second
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
