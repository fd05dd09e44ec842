package dev.parkade.runtime.relay;

import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.flywaydb.core.Flyway;

/// A database with the runtime's tables and a topic of its own.
final class RelayFixture implements AutoCloseable {

  final Database database;
  final String topic;
  private final KafkaConsumer<String, String> consumer;
  private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

  private final String bootstrapServers;
  private final boolean shared;

  /// On the servers that all tests share.
  RelayFixture(String name) {
    this(Environment.freshDatabase(name), Environment.kafka().bootstrapServers(), true);
  }

  /// On a database or a broker of the test's own, which is going to suffer.
  RelayFixture(Database database, String bootstrapServers) {
    this(database, bootstrapServers, false);
  }

  private RelayFixture(Database database, String bootstrapServers, boolean shared) {
    this.database = database;
    this.bootstrapServers = bootstrapServers;
    this.shared = shared;
    topic = database.name() + ".events";
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.username(), database.password())
        .locations("classpath:db/messaging")
        .load()
        .migrate();
    Environment.createTopics(
        bootstrapServers,
        List.of(
            new NewTopic(Topics.RELAY_HEARTBEATS.name(), Optional.of(1), Optional.empty()),
            new NewTopic(topic, Optional.of(3), Optional.empty())));
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    List<TopicPartition> partitions =
        List.of(
            new TopicPartition(topic, 0),
            new TopicPartition(topic, 1),
            new TopicPartition(topic, 2));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  TestRelay relay(String... settings) {
    Map<String, String> map = new HashMap<>();
    for (String setting : settings) {
      map.put(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    return TestRelay.start(database, bootstrapServers, map);
  }

  RelayProcess process(String... settings) {
    return RelayProcess.start(database, bootstrapServers, settings);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.username(), database.password());
  }

  /// Writes rows in one transaction; row `i` has key `key-(i % keys)` and payload `<prefix>-<i>`.
  void commit(String prefix, int rows, int keys) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      insert(connection, prefix, rows, keys);
      connection.commit();
    }
  }

  /// The same, but nothing comes of it.
  void rollBack(String prefix, int rows, int keys) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      insert(connection, prefix, rows, keys);
      connection.rollback();
    }
  }

  void insert(Connection connection, String prefix, int rows, int keys) throws SQLException {
    String insert =
        """
        insert into outbox (topic, message_key, headers, payload)
        select ?, 'key-' || (i % ?), '{"ce_id":"' || ? || '-' || i || '"}', ? || '-' || i
        from generate_series(0, ? - 1) as i
        """;
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, topic);
      statement.setInt(2, keys);
      statement.setString(3, prefix);
      statement.setString(4, prefix);
      statement.setInt(5, rows);
      statement.executeUpdate();
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// One value.
  String query(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /// What the topic holds so far, repeats included.
  List<ConsumerRecord<String, String>> read() {
    consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
    return seen;
  }

  List<String> payloads() {
    return read().stream().map(ConsumerRecord::value).toList();
  }

  /// How many different rows have arrived so far.
  int firstOccurrenceCount() {
    return (int) read().stream().map(ConsumerRecord::value).distinct().count();
  }

  /// The same when nothing more comes, because nobody sends.
  int settledFirstOccurrences() {
    int before = -1;
    int now = firstOccurrenceCount();
    for (int quiet = 0; quiet < 5; quiet = now == before ? quiet + 1 : 0) {
      before = now;
      now = firstOccurrenceCount();
    }
    return now;
  }

  /// What each key received, in order, without repeats.
  Map<String, List<String>> firstOccurrences() {
    Map<String, List<String>> byKey = new HashMap<>();
    Set<String> known = new HashSet<>();
    for (ConsumerRecord<String, String> each : read()) {
      if (known.add(each.value())) {
        byKey.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each.value());
      }
    }
    return byKey;
  }

  /// What each key should receive, in the order of the table.
  Map<String, List<String>> expected() throws SQLException {
    Map<String, List<String>> byKey = new HashMap<>();
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select message_key, payload from outbox where topic = ? order by seq")) {
      statement.setString(1, topic);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          byKey.computeIfAbsent(row.getString(1), key -> new ArrayList<>()).add(row.getString(2));
        }
      }
    }
    return byKey;
  }

  @Override
  public void close() {
    consumer.close();
    if (shared) {
      Environment.drop(database);
    }
  }
}
