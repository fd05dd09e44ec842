package dev.parkade.testkit.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.local.BrokerProperties;
import dev.parkade.local.PostgresSettings;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a test may rely on, whatever its servers run in.
class ServersIT {

  /// What servers run in.
  enum Way {
    PROCESSES,
    CONTAINERS
  }

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<Way, Broker> BROKERS = new EnumMap<>(Way.class);
  private static final Map<Way, DatabaseServer> DATABASES = new EnumMap<>(Way.class);

  @AfterAll
  static void closeAll() {
    BROKERS.values().forEach(Broker::close);
    DATABASES.values().forEach(DatabaseServer::close);
  }

  @ParameterizedTest
  @EnumSource
  void aBrokerServesItsRecordsAtItsAddressAfterAKill(Way way) throws Exception {
    var broker = broker(way);
    var address = broker.bootstrapServers();
    createTopic(broker, "killed");
    send(broker, "killed", "survives");

    broker.kill();
    // the last threads of a dead process hold its port for a moment
    Eventually.within(SOON, () -> assertThat(isReachable(broker)).isFalse());
    broker.restart();

    assertThat(broker.bootstrapServers()).isEqualTo(address);
    assertThat(read(broker, "killed")).containsExactly("survives");
  }

  @ParameterizedTest
  @EnumSource
  void aFrozenBrokerTakesConnectionsAndAnswersNothingUntilItThaws(Way way) throws Exception {
    var broker = broker(way);
    createTopic(broker, "frozen");
    try (var producer = producer(broker)) {
      producer.send(new ProducerRecord<>("frozen", "before")).get();

      broker.freeze();
      var sent = producer.send(new ProducerRecord<>("frozen", "meanwhile"));

      Eventually.holdsFor(Duration.ofMillis(500), () -> assertThat(sent).isNotDone());
      assertThat(isReachable(broker)).isTrue();
      broker.thaw();
      sent.get();
    }
    assertThat(read(broker, "frozen")).containsExactly("before", "meanwhile");
  }

  @ParameterizedTest
  @EnumSource
  void aFrozenBrokerThatIsKilledComesBack(Way way) throws Exception {
    var broker = broker(way);
    createTopic(broker, "again");
    send(broker, "again", "survives");

    broker.freeze();
    broker.kill();
    broker.restart();

    assertThat(read(broker, "again")).containsExactly("survives");
  }

  @ParameterizedTest
  @EnumSource
  void aBrokerIsSetAsAllAre(Way way) throws Exception {
    var node = new ConfigResource(ConfigResource.Type.BROKER, "1");
    try (var admin = admin(broker(way))) {
      var config = admin.describeConfigs(List.of(node)).all().get().get(node);

      BrokerProperties.common()
          .forEach((name, value) -> assertThat(config.get(name).value()).as(name).isEqualTo(value));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseServesItsRowsAtItsAddressAfterAKill(Way way) throws Exception {
    var server = database(way);
    var mine = server.createDatabase("killed");
    try (var connection =
            DriverManager.getConnection(mine.jdbcUrl(), mine.username(), mine.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE fact AS SELECT 'survives' AS what");
      statement.execute("SELECT pg_create_logical_replication_slot('kept', 'pgoutput')");
    }

    server.kill();
    server.restart();

    assertThat(ask(server, "killed", "SELECT what FROM fact")).isEqualTo("survives");
    assertThat(ask(server, "killed", "SELECT slot_name FROM pg_replication_slots"))
        .isEqualTo("kept");
    server.access().dropDatabase("killed");
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseIsSetAsAllAre(Way way) throws Exception {
    var settings = new HashMap<>(PostgresSettings.common());
    // of every session, its client says which one it wants
    settings.remove("timezone");
    for (var setting : settings.entrySet()) {
      assertThat(ask(database(way), "postgres", "SHOW " + setting.getKey()))
          .as(setting.getKey())
          .isEqualTo(setting.getValue());
    }
    var collation = "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database LIMIT 1";
    assertThat(ask(database(way), "postgres", collation)).isEqualTo("b C.UTF-8");
    assertThat(ask(database(way), "postgres", "SHOW server_version")).startsWith("18.");
  }

  private static Broker broker(Way way) {
    return BROKERS.computeIfAbsent(way, it -> servers(it).startBroker());
  }

  private static DatabaseServer database(Way way) {
    return DATABASES.computeIfAbsent(way, it -> servers(it).startDatabase());
  }

  private static Servers servers(Way way) {
    if (way == Way.PROCESSES) {
      return new Processes();
    }
    try {
      return Containers.prepare();
    } catch (Docker.Missing missing) {
      return Assumptions.abort("nothing is proven about containers: " + missing.getMessage());
    }
  }

  private static void createTopic(Broker broker, String topic) throws Exception {
    try (var admin = admin(broker)) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get();
      Eventually.within(
          SOON,
          () ->
              assertThat(admin.describeTopics(List.of(topic)).allTopicNames().get())
                  .containsKey(topic));
    }
  }

  private static void send(Broker broker, String topic, String value) throws Exception {
    try (var producer = producer(broker)) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static List<String> read(Broker broker, String topic) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      var values = new ArrayList<String>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(it -> values.add(it.value()));
      }
      return values;
    }
  }

  private static KafkaProducer<String, String> producer(Broker broker) {
    var settings =
        Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static Admin admin(Broker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static boolean isReachable(Broker broker) {
    var address = broker.bootstrapServers().split(":");
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])), 1_000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static String ask(DatabaseServer server, String database, String sql)
      throws SQLException {
    try (var connection = server.connectAsSuperuser(database);
        var rows = connection.createStatement().executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return rows.getString(1);
    }
  }
}
