package dev.parkade.runtime.consuming;

import dev.parkade.runtime.pipeline.Pipeline;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcOperations;

/// Where a consumer group stands, in the service's own database.
///
/// A position is moved by compare-and-set in the transaction of the effects, so a record has its
/// effects exactly once, and a consumer that lost its partition without noticing (a zombie) can
/// change nothing.
public class PositionStore {

  /// From the offset that the consumer believes in to the next one.
  public record Move(long expected, long next) {}

  private static final Comparator<TopicPartition> LOCK_ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final JdbcOperations jdbc;

  public PositionStore(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /// The stored positions of these partitions; those that have none yet are missing.
  public Map<TopicPartition, Long> load(String group, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    Pipeline alone = new Pipeline();
    load(alone, group, partitions, positions::putAll);
    alone.run(jdbc);
    return positions;
  }

  /// The same, together with other statements.
  ///
  /// @param found is given the stored positions
  public void load(
      Pipeline pipeline,
      String group,
      Collection<TopicPartition> partitions,
      Consumer<Map<TopicPartition, Long>> found) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    pipeline.query(
        """
        select p.topic, p.partition, p.next_offset
        from consumer_position p
        join unnest(?::text[], ?::int[]) as t (topic, partition)
          on p.topic = t.topic and p.partition = t.partition
        where p.consumer_group = ?
        """,
        rs -> positions.put(new TopicPartition(rs.getString(1), rs.getInt(2)), rs.getLong(3)),
        rows -> found.accept(positions),
        topics(partitions),
        numbers(partitions),
        group);
  }

  /// Every stored position of a group, for whoever looks on from outside.
  public Map<TopicPartition, Long> all(String group) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    jdbc.query(
        """
        /* looks on */ select topic, partition, next_offset
        from consumer_position where consumer_group = ?
        """,
        rs -> {
          positions.put(new TopicPartition(rs.getString(1), rs.getInt(2)), rs.getLong(3));
        },
        group);
    return positions;
  }

  /// Stores a first position for partitions that have none; an existing one is left alone.
  public void initialise(String group, Map<TopicPartition, Long> starts) {
    List<TopicPartition> partitions = List.copyOf(starts.keySet());
    jdbc.update(
        """
        insert into consumer_position (consumer_group, topic, partition, next_offset)
        select ?, topic, partition, next_offset
        from unnest(?::text[], ?::int[], ?::bigint[]) as t (topic, partition, next_offset)
        on conflict do nothing
        """,
        group,
        topics(partitions),
        numbers(partitions),
        partitions.stream().map(starts::get).toArray(Long[]::new));
  }

  /// Moves positions inside the caller's transaction. Returns the partitions whose stored position
  /// was not the expected one: somebody else owns them, and the caller must roll back.
  public Set<TopicPartition> advance(String group, Map<TopicPartition, Move> moves) {
    Set<TopicPartition> lost = new HashSet<>();
    Pipeline alone = new Pipeline();
    advance(alone, group, moves, lost::addAll);
    alone.run(jdbc);
    return lost;
  }

  /// The same, together with other statements. To be added first: it locks the positions.
  ///
  /// @param lost is given the partitions that somebody else owns, or none
  public void advance(
      Pipeline pipeline,
      String group,
      Map<TopicPartition, Move> moves,
      Consumer<Set<TopicPartition>> lost) {
    // one order for everybody, so that two consumers with overlapping partitions cannot deadlock
    List<Map.Entry<TopicPartition, Move>> ordered =
        moves.entrySet().stream().sorted(Map.Entry.comparingByKey(LOCK_ORDER)).toList();
    List<TopicPartition> partitions = ordered.stream().map(Map.Entry::getKey).toList();
    Set<TopicPartition> left = new HashSet<>(partitions);
    pipeline.query(
        """
        update consumer_position p
        set next_offset = t.next, updated_at = now()
        from unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[])
          as t (topic, partition, expected, next)
        where p.consumer_group = ? and p.topic = t.topic and p.partition = t.partition
          and p.next_offset = t.expected
        returning p.topic, p.partition
        """,
        rs -> left.remove(new TopicPartition(rs.getString(1), rs.getInt(2))),
        rows -> lost.accept(left),
        topics(partitions),
        numbers(partitions),
        ordered.stream().map(e -> e.getValue().expected()).toArray(Long[]::new),
        ordered.stream().map(e -> e.getValue().next()).toArray(Long[]::new),
        group);
  }

  /// Runs statements in the caller's transaction.
  void run(Pipeline pipeline) {
    pipeline.run(jdbc);
  }

  private static String[] topics(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::topic).toArray(String[]::new);
  }

  private static Integer[] numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new);
  }
}
