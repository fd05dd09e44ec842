package dev.parkade.payment.parking;

import dev.parkade.messages.id.MessageId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the content of spilled commands back from `payment.parked`, where compaction keeps the
/// newest copy of whatever has no tombstone. Reads ranges, not single records, and never for
/// longer than [#LIMIT], because everybody else waits meanwhile.
///
/// What cannot be read stays spilled, is told and counted, and is tried again after a while.
/// Belongs to the gate's thread.
final class ReadBack implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ReadBack.class);

  static final Duration LIMIT = Duration.ofMillis(250);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(50);

  /// Offsets that are read over rather than jumped over: a jump costs a round trip.
  private static final long NEAR = 500;

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final ParkedRecords records;
  private final BoundsMetrics metrics;
  private final LongSupplier nanoTime;
  private @Nullable Consumer<String, byte[]> consumer;
  private @Nullable Long restUntilNanos;

  /// @param consumers makes consumers without group
  ReadBack(
      Supplier<Consumer<String, byte[]>> consumers, ParkedRecords records, BoundsMetrics metrics) {
    this(consumers, records, metrics, System::nanoTime);
  }

  /// @param nanoTime a clock that only goes forward
  ReadBack(
      Supplier<Consumer<String, byte[]>> consumers,
      ParkedRecords records,
      BoundsMetrics metrics,
      LongSupplier nanoTime) {
    this.consumers = consumers;
    this.records = records;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /// Puts the content of these entries back where they wait, as far as that is possible in time,
  /// each slice from its beginning.
  ///
  /// @param roomAhead whether what lies between them may be put back as well
  void load(List<Slice> slices, BooleanSupplier roomAhead) {
    Map<TopicPartition, Range> ranges = ranges(slices);
    if (ranges.isEmpty() || rests()) {
      return;
    }
    boolean served;
    try {
      served = read(ranges, roomAhead);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      failed("parked commands cannot be read back, trying again: " + e);
      close();
      return;
    }
    if (!served) {
      failed("the broker does not serve the parked commands of " + ranges.keySet());
    }
  }

  /// Whether the broker served anything at all.
  private boolean read(Map<TopicPartition, Range> ranges, BooleanSupplier roomAhead) {
    long deadline = nanoTime.getAsLong() + LIMIT.toNanos();
    Consumer<String, byte[]> reader = reader();
    Map<TopicPartition, Range> left = new HashMap<>(ranges);
    boolean served = false;
    reader.assign(left.keySet());
    left.forEach((partition, range) -> reader.seek(partition, range.wanted.first()));
    while (!left.isEmpty() && nanoTime.getAsLong() < deadline) {
      for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
        served = true;
        Range range = left.get(new TopicPartition(record.topic(), record.partition()));
        if (range != null) {
          take(range, record, roomAhead);
        }
      }
      if (left.entrySet().removeIf(each -> isDone(reader, each.getKey(), each.getValue()))
          && !left.isEmpty()) {
        reader.assign(left.keySet());
      }
    }
    return served;
  }

  /// Moves on to what is still wanted; true if that is nothing.
  private boolean isDone(Consumer<?, ?> reader, TopicPartition partition, Range range) {
    long position = reader.position(partition, LIMIT);
    SortedSet<Long> missing = range.wanted.headSet(position);
    if (!missing.isEmpty()) {
      failed(
          "the parked copies of %s at %s are not there any more; trying again"
              .formatted(partition, List.copyOf(missing)));
      missing.clear();
    }
    if (!range.wanted.isEmpty() && range.wanted.first() - position > NEAR) {
      reader.seek(partition, range.wanted.first());
    }
    return range.wanted.isEmpty();
  }

  private void take(Range range, ConsumerRecord<String, byte[]> record, BooleanSupplier roomAhead) {
    Parked entry = record.value() == null ? null : range.entry(record.key());
    if (entry == null || entry.offset() != record.offset() || !entry.isSpilled()) {
      return;
    }
    if (range.wanted.contains(record.offset()) || roomAhead.getAsBoolean()) {
      Command command = records.command(record, entry.pointer().originOffset());
      if (command != null) {
        range.wanted.remove(record.offset());
        range.partition.waiting().put(entry.with(command));
        metrics.readBack();
      }
    }
  }

  private static Map<TopicPartition, Range> ranges(List<Slice> slices) {
    Map<TopicPartition, Range> ranges = new HashMap<>();
    for (Slice slice : slices) {
      for (Parked entry : slice.entries()) {
        if (entry.isSpilled()) {
          ranges
              .computeIfAbsent(
                  GatePartition.parkedOf(slice.partition().number()),
                  partition -> new Range(slice.partition()))
              .wanted
              .add(entry.offset());
        }
      }
    }
    return ranges;
  }

  private void failed(String what) {
    metrics.readBackFailed();
    restUntilNanos = nanoTime.getAsLong() + AFTER_FAILURE.toNanos();
    log.error(what);
  }

  private boolean rests() {
    return restUntilNanos != null && nanoTime.getAsLong() - restUntilNanos < 0;
  }

  private Consumer<String, byte[]> reader() {
    if (consumer == null) {
      consumer = consumers.get();
    }
    return consumer;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }

  /// What is wanted of one partition.
  private static final class Range {

    private final GatePartition partition;
    private final TreeSet<Long> wanted = new TreeSet<>();

    Range(GatePartition partition) {
      this.partition = partition;
    }

    @Nullable Parked entry(@Nullable String key) {
      try {
        return key == null ? null : partition.waiting().get(MessageId.of(key));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }
}
