package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.kafka.KafkaAccess;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Fetches single records of a partition by their offsets, those that stand close together
/// in one pass. For use by one thread.
final class Fetcher implements AutoCloseable {

  /// Called for every record that is still there.
  @FunctionalInterface
  interface Visitor {
    /// @param index which of the offsets that were asked for
    void visit(int index, ConsumerRecord<byte[], byte[]> record);
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Reading over so many records costs about as much as asking for another place.
  private static final long GAP = 2_000;

  private final Consumer<byte[], byte[]> consumer;

  Fetcher(KafkaAccess kafka) {
    this.consumer = kafka.consumer();
  }

  /// @param offsets rising
  /// @throws TimeoutException if the broker gives nothing for half a minute
  void read(TopicPartition partition, long[] offsets, Visitor visitor) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, offsets[0]);
    int next = 0;
    long lastProgress = System.nanoTime();
    while (next < offsets.length) {
      List<ConsumerRecord<byte[], byte[]>> polled = poll(partition);
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        while (next < offsets.length && offsets[next] < record.offset()) {
          next++;
        }
        if (next < offsets.length && offsets[next] == record.offset()) {
          visitor.visit(next++, record);
        }
      }
      long position = consumer.position(partition);
      while (next < offsets.length && offsets[next] < position) {
        next++;
      }
      if (next < offsets.length && offsets[next] - position > GAP) {
        consumer.seek(partition, offsets[next]);
      }
      if (!polled.isEmpty()) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
        throw new TimeoutException("the broker gives nothing of " + partition + "; is it healthy?");
      }
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> poll(TopicPartition partition) {
    try {
      return consumer.poll(Duration.ofMillis(500)).records(partition);
    } catch (OffsetOutOfRangeException e) {
      // retention was faster: what it removed is left out
      consumer.seekToBeginning(List.of(partition));
      return List.of();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
