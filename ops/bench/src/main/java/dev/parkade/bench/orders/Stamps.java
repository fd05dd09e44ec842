package dev.parkade.bench.orders;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads the times of all messages from the services' outbox tables and from the topics.
final class Stamps {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Map<String, Leg> LEGS =
      Arrays.stream(Leg.values()).collect(Collectors.toMap(Leg::type, it -> it));

  private final BenchSystem system;

  Stamps(BenchSystem system) {
    this.system = system;
  }

  private record Row(
      String id,
      String order,
      Leg leg,
      double begun,
      double written,
      double committed,
      String tx) {}

  /// The times of these orders' messages. Where a message was written or sent twice, the first one
  /// counts.
  Map<String, Map<Leg, Stamp>> of(Collection<String> orders) {
    Map<String, Double> readable = readable();
    Set<String> wanted = new HashSet<>(orders);
    Map<String, Map<Leg, Stamp>> found = new HashMap<>();
    for (var service : BenchSystem.WRITERS) {
      for (var row : rows(service.database(), service)) {
        Double at = readable.get(row.id());
        if (at != null && wanted.contains(row.order()) && row.leg().writer() == service) {
          found
              .computeIfAbsent(row.order(), _ -> new EnumMap<>(Leg.class))
              .putIfAbsent(
                  row.leg(), new Stamp(row.begun(), row.written(), row.committed(), at, row.tx()));
        }
      }
    }
    return found;
  }

  private List<Row> rows(String database, dev.parkade.local.Part service) {
    var sql =
        """
        select headers::jsonb ->> 'ce_id', headers::jsonb ->> 'ce_correlationid',
          headers::jsonb ->> 'ce_type',
          (extract(epoch from begun_at) * 1000)::float8,
          (extract(epoch from created_at) * 1000)::float8,
          (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8,
          xmin::text
        from outbox
        where topic in ('inventory.commands', 'payment.commands', 'order.replies', 'order.events')
        order by seq
        """;
    var found = new java.util.ArrayList<Row>();
    try (var connection = system.connect(service);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        Leg leg = LEGS.get(rows.getString(3));
        if (leg != null) {
          found.add(
              new Row(
                  rows.getString(1),
                  rows.getString(2),
                  leg,
                  rows.getDouble(4),
                  rows.getDouble(5),
                  rows.getDouble(6),
                  database + " " + rows.getString(7)));
        }
      }
      return found;
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  /// When each message became readable, by its id.
  private Map<String, Double> readable() {
    Map<String, Double> times = new HashMap<>();
    read(
        record -> {
          var id = header(record, "ce_id");
          if (!id.isEmpty()) {
            times.merge(id, record.timestamp() + 0.5, Math::min);
          }
        });
    return times;
  }

  /// Reads the stamped topics from their beginning to their present end.
  void read(java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            system.endpoints().bootstrapServers(),
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false);
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          BenchSystem.STAMPED.stream()
              .flatMap(it -> consumer.partitionsFor(it.name()).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the topics could not be read within " + LIMIT);
        }
        consumer.poll(Duration.ofMillis(100)).forEach(reader);
      }
    }
  }

  static String header(ConsumerRecord<String, byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
