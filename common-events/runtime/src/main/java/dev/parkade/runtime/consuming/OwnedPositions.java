package dev.parkade.runtime.consuming;

import dev.parkade.runtime.consuming.PositionStore.Move;
import dev.parkade.runtime.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one consumer believes about the positions of the partitions it owns. Not thread-safe: it
/// belongs to the consumer's thread.
public final class OwnedPositions {

  private static final Logger log = LoggerFactory.getLogger(OwnedPositions.class);

  private final String group;
  private final PositionStore store;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  public OwnedPositions(String group, PositionStore store) {
    this.group = group;
    this.store = store;
  }

  /// Reads the stored positions of newly owned partitions and seeks the consumer to them.
  ///
  /// @throws PositionOutOfRange if a stored position is not in the log any more, or not yet; the
  ///     other partitions are taken
  public void take(Collection<TopicPartition> partitions, Consumer<?, ?> consumer) {
    if (partitions.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> stored = store.load(group, partitions);
    Map<TopicPartition, Long> fresh = new HashMap<>();
    for (TopicPartition p : partitions) {
      if (!stored.containsKey(p)) {
        fresh.put(p, starts.getOrDefault(p, 0L));
      }
    }
    if (!fresh.isEmpty()) {
      store.initialise(group, fresh);
      stored.putAll(store.load(group, fresh.keySet()));
    }
    PositionOutOfRange outOfRange = null;
    for (TopicPartition p : partitions) {
      long position = stored.getOrDefault(p, 0L);
      try {
        PositionOutOfRange.check(
            group, p, position, starts.getOrDefault(p, 0L), ends.getOrDefault(p, Long.MAX_VALUE));
        next.put(p, position);
        consumer.seek(p, position);
      } catch (PositionOutOfRange e) {
        outOfRange = e;
      }
    }
    if (outOfRange != null) {
      throw outOfRange;
    }
    log.info("{} owns {} at {}", group, partitions, stored);
  }

  /// Forgets partitions that another member has now.
  public void drop(Collection<TopicPartition> partitions) {
    partitions.forEach(next::remove);
  }

  /// The records that still wait for their effects. Those of a partition whose position is not
  /// known (its take-over failed, because the database was away) are left for the next poll.
  public List<ConsumerRecord<String, byte[]>> pending(
      List<ConsumerRecord<String, byte[]>> records, Consumer<?, ?> consumer) {
    Set<TopicPartition> unknown = new HashSet<>();
    List<ConsumerRecord<String, byte[]>> pending = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      TopicPartition partition = partition(record);
      Long expected = next.get(partition);
      if (expected == null) {
        unknown.add(partition);
      } else if (record.offset() >= expected) {
        pending.add(record);
      }
    }
    unknown.retainAll(consumer.assignment());
    take(unknown, consumer);
    return pending;
  }

  /// Those of the partitions whose position is not known yet.
  public Set<TopicPartition> unknownOf(Collection<TopicPartition> partitions) {
    Set<TopicPartition> unknown = new HashSet<>(partitions);
    unknown.removeAll(next.keySet());
    return unknown;
  }

  /// The moves that handling all these records would make.
  public Map<TopicPartition, Move> moves(Collection<ConsumerRecord<String, byte[]>> records) {
    Map<TopicPartition, Long> last = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      last.merge(partition(record), record.offset() + 1, Math::max);
    }
    Map<TopicPartition, Move> moves = new HashMap<>();
    last.forEach((p, offset) -> moves.put(p, new Move(next.getOrDefault(p, 0L), offset)));
    return moves;
  }

  /// Moves the stored positions in the caller's transaction when it is run.
  Opening opening(Map<TopicPartition, Move> moves) {
    Pipeline statements = new Pipeline();
    advance(statements, moves);
    return new Opening(statements, store::run);
  }

  /// Moves the stored positions in the caller's transaction, together with other statements. To be
  /// added before them: running the pipeline throws [PositionsLost] if somebody else moved one of
  /// the positions, and the transaction must roll back.
  public void advance(Pipeline pipeline, Map<TopicPartition, Move> moves) {
    store.advance(pipeline, group, moves, OwnedPositions::expectNone);
  }

  /// Makes sure that these positions are stored as this consumer believes, as of when the pipeline
  /// runs, which throws [PositionsLost] if somebody else moved one of them.
  public void require(Pipeline pipeline, Map<TopicPartition, Long> positions) {
    store.load(
        pipeline,
        group,
        positions.keySet(),
        stored -> {
          Set<TopicPartition> lost = new HashSet<>();
          positions.forEach(
              (partition, expected) -> {
                if (!expected.equals(stored.get(partition))) {
                  lost.add(partition);
                }
              });
          expectNone(lost);
        });
  }

  private static void expectNone(Set<TopicPartition> lost) {
    if (!lost.isEmpty()) {
      throw new PositionsLost(lost);
    }
  }

  /// To be called after the transaction has committed.
  public void advanced(Map<TopicPartition, Move> moves) {
    moves.forEach((p, move) -> next.put(p, move.next()));
  }

  /// Where a partition's next record is expected; null if it is not owned.
  public @org.jspecify.annotations.Nullable Long next(TopicPartition partition) {
    return next.get(partition);
  }

  static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
