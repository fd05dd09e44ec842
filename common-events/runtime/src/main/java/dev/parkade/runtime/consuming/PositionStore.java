package dev.parkade.runtime.consuming;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.simple.JdbcClient;

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

  private final JdbcClient jdbc;

  public PositionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The stored positions of these partitions; those that have none yet are missing.
  public Map<TopicPartition, Long> load(String group, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    jdbc.sql(
            """
            select p.topic, p.partition, p.next_offset
            from consumer_position p
            join unnest(:topics::text[], :partitions::int[]) as t (topic, partition)
              on p.topic = t.topic and p.partition = t.partition
            where p.consumer_group = :group
            """)
        .param("group", group)
        .param("topics", topics(partitions))
        .param("partitions", numbers(partitions))
        .query(
            rs -> {
              positions.put(new TopicPartition(rs.getString(1), rs.getInt(2)), rs.getLong(3));
            });
    return positions;
  }

  /// Stores a first position for partitions that have none; an existing one is left alone.
  public void initialise(String group, Map<TopicPartition, Long> starts) {
    List<TopicPartition> partitions = List.copyOf(starts.keySet());
    jdbc.sql(
            """
            insert into consumer_position (consumer_group, topic, partition, next_offset)
            select :group, topic, partition, next_offset
            from unnest(:topics::text[], :partitions::int[], :offsets::bigint[])
              as t (topic, partition, next_offset)
            on conflict do nothing
            """)
        .param("group", group)
        .param("topics", topics(partitions))
        .param("partitions", numbers(partitions))
        .param("offsets", partitions.stream().map(starts::get).toArray(Long[]::new))
        .update();
  }

  /// Moves positions inside the caller's transaction. Returns the partitions whose stored position
  /// was not the expected one: somebody else owns them, and the caller must roll back.
  public Set<TopicPartition> advance(String group, Map<TopicPartition, Move> moves) {
    // one order for everybody, so that two consumers with overlapping partitions cannot deadlock
    List<Map.Entry<TopicPartition, Move>> ordered =
        moves.entrySet().stream().sorted(Map.Entry.comparingByKey(LOCK_ORDER)).toList();
    List<TopicPartition> partitions = ordered.stream().map(Map.Entry::getKey).toList();
    Set<TopicPartition> lost = new HashSet<>(partitions);
    jdbc.sql(
            """
            update consumer_position p
            set next_offset = t.next, updated_at = now()
            from unnest(:topics::text[], :partitions::int[], :expected::bigint[], :next::bigint[])
              as t (topic, partition, expected, next)
            where p.consumer_group = :group and p.topic = t.topic and p.partition = t.partition
              and p.next_offset = t.expected
            returning p.topic, p.partition
            """)
        .param("group", group)
        .param("topics", topics(partitions))
        .param("partitions", numbers(partitions))
        .param("expected", ordered.stream().map(e -> e.getValue().expected()).toArray(Long[]::new))
        .param("next", ordered.stream().map(e -> e.getValue().next()).toArray(Long[]::new))
        .query(
            rs -> {
              lost.remove(new TopicPartition(rs.getString(1), rs.getInt(2)));
            });
    return lost;
  }

  private static String[] topics(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::topic).toArray(String[]::new);
  }

  private static Integer[] numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new);
  }
}
