package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LedgerView.Position;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Reads entries again at places that are known, in as few fetches as their places allow.
final class LedgerDetails implements AutoCloseable {

  /// A larger gap is jumped over, a smaller one is read through: a jump throws away what was
  /// fetched ahead.
  private static final int GAP = 2_000;

  private static final int FETCH_BYTES = 512 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final LedgerCodec codec;

  LedgerDetails(KafkaAccess kafka, LedgerCodec codec) {
    this.consumer = kafka.consumer(FETCH_BYTES);
    this.codec = codec;
  }

  /// The entries that can be read where they are said to stand. What was written anew since is
  /// left out.
  Map<DeadLetterId, LetterEntry> read(
      Set<DeadLetterId> ids, Function<DeadLetterId, Position> positions) {
    Map<Integer, List<DeadLetterId>> byPartition = new HashMap<>();
    ids.forEach(
        id ->
            byPartition
                .computeIfAbsent(positions.apply(id).partition(), _ -> new ArrayList<>())
                .add(id));
    Map<DeadLetterId, LetterEntry> found = new HashMap<>();
    byPartition.forEach(
        (partition, wanted) -> {
          Map<Long, DeadLetterId> byOffset = new HashMap<>();
          wanted.forEach(id -> byOffset.put(positions.apply(id).offset(), id));
          visit(
              new TopicPartition(LedgerTopic.TOPIC.name(), partition),
              byOffset.keySet().stream().sorted(Comparator.naturalOrder()).toList(),
              record -> {
                DeadLetterId id = byOffset.get(record.offset());
                LetterEntry entry =
                    id == null || record.value() == null ? null : codec.letter(id, record.value());
                if (id != null && entry != null) {
                  found.put(id, entry);
                }
              });
        });
    return found;
  }

  /// Visits at least the records at these offsets, as far as they are still there.
  void visit(
      TopicPartition partition,
      List<Long> offsets,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    consumer.assign(Set.of(partition));
    long position = -1;
    int next = 0;
    long lastProgress = System.nanoTime();
    while (next < offsets.size()) {
      long wanted = offsets.get(next);
      if (position < 0 || wanted - position > GAP) {
        consumer.seek(partition, wanted);
        position = wanted;
      }
      var polled = consumer.poll(Duration.ofMillis(100));
      polled.forEach(visitor);
      long reached = consumer.position(partition);
      if (reached > position) {
        position = reached;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the broker gives nothing of %s; is it healthy?".formatted(partition));
      }
      while (next < offsets.size() && offsets.get(next) < position) {
        next++;
      }
    }
  }

  /// What is still there of a range of offsets, in its order.
  List<ConsumerRecord<byte[], byte[]>> range(TopicPartition partition, long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.assign(Set.of(partition));
    consumer.seek(partition, from);
    LedgerTopic.readTo(
        consumer,
        Map.of(partition, to),
        record -> {
          if (record.offset() < to) {
            records.add(record);
          }
        });
    return records;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
