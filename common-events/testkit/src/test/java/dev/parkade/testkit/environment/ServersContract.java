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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What a test may rely on, whatever its servers run in.
@TestInstance(Lifecycle.PER_CLASS)
interface ServersContract {

  Duration SOON = Eventually.SOON;

  Broker broker();

  DatabaseServer database();

  @AfterAll
  default void closeThem() {
    broker().close();
    database().close();
  }

  @Test
  default void aFrozenBrokerTakesConnectionsAndAnswersNothingUntilItThaws() throws Exception {
    createTopic(broker(), "frozen");
    try (var producer = producer(broker())) {
      producer.send(new ProducerRecord<>("frozen", "before")).get();

      broker().freeze();
      var sent = producer.send(new ProducerRecord<>("frozen", "meanwhile"));

      Eventually.holdsFor(Duration.ofMillis(500), () -> assertThat(sent).isNotDone());
      assertThat(isReachable(broker())).isTrue();
      broker().thaw();
      sent.get();
    }
    assertThat(read(broker(), "frozen")).containsExactly("before", "meanwhile");
  }

  @Test
  default void aBrokerThatWasKilledWhileItWasFrozenServesItsRecordsAtItsAddress() throws Exception {
    var address = broker().bootstrapServers();
    createTopic(broker(), "killed");
    try (var producer = producer(broker())) {
      producer.send(new ProducerRecord<>("killed", "survives")).get();
    }

    broker().freeze();
    broker().kill();
    // the last threads of a dead process hold its port for a moment
    Eventually.within(SOON, () -> assertThat(isReachable(broker())).isFalse());
    broker().restart();

    assertThat(broker().bootstrapServers()).isEqualTo(address);
    assertThat(read(broker(), "killed")).containsExactly("survives");
  }

  @Test
  default void aBrokerIsSetAsAllAre() throws Exception {
    var node = new ConfigResource(ConfigResource.Type.BROKER, "1");
    try (var admin = admin(broker())) {
      var config = admin.describeConfigs(List.of(node)).all().get().get(node);

      BrokerProperties.common()
          .forEach((name, value) -> assertThat(config.get(name).value()).as(name).isEqualTo(value));
    }
  }

  @Test
  default void aDatabaseThatWasKilledServesItsRowsAtItsAddress() throws Exception {
    var mine = database().createDatabase("killed");
    try (var connection =
            DriverManager.getConnection(mine.jdbcUrl(), mine.username(), mine.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE fact AS SELECT 'survives' AS what");
      statement.execute("SELECT pg_create_logical_replication_slot('kept', 'pgoutput')");
    }

    database().kill();
    database().restart();

    assertThat(database().access().jdbcUrl("killed")).isEqualTo(mine.jdbcUrl());
    assertThat(ask(database(), "killed", "SELECT what FROM fact")).isEqualTo("survives");
    assertThat(ask(database(), "killed", "SELECT slot_name FROM pg_replication_slots"))
        .isEqualTo("kept");
  }

  @Test
  default void aDatabaseIsSetAsAllAre() throws Exception {
    var settings = new HashMap<>(PostgresSettings.common());
    // of every session, its client says which one it wants
    settings.remove("timezone");
    for (var setting : settings.entrySet()) {
      assertThat(ask(database(), "postgres", "SHOW " + setting.getKey()))
          .as(setting.getKey())
          .isEqualTo(setting.getValue());
    }
    var collation = "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database LIMIT 1";
    assertThat(ask(database(), "postgres", collation)).isEqualTo("b C.UTF-8");
    assertThat(ask(database(), "postgres", "SHOW server_version")).startsWith("18.");
  }

  private static void createTopic(Broker broker, String topic) {
    Environment.createTopics(
        broker.bootstrapServers(), List.of(new NewTopic(topic, Optional.of(1), Optional.empty())));
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
