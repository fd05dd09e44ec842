package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker and a database that were killed serve what they had acknowledged.
class CrashIT {
  @TempDir Path directory;

  @Test
  void killedBrokerServesItsRecordsAfterRestart() throws Exception {
    long killed;
    try (var broker = KafkaProcess.start(directory)) {
      createTopic(broker, "facts");
      send(broker, "facts", "survives");
      killed = broker.pid();

      broker.kill();

      assertThat(broker.isAlive()).isFalse();
    }
    try (var broker = KafkaProcess.start(directory)) {
      assertThat(broker.pid()).isNotEqualTo(killed);
      assertThat(read(broker, "facts")).containsExactly("survives");
    }
  }

  @Test
  void killedDatabaseServesItsCommittedRowsAfterRestart() throws Exception {
    try (var server = PostgresServer.start(directory)) {
      server.createDatabase("orders", "orders", "it's secret");
      server.createDatabase("orders", "orders", "it's secret");
      try (var connection = server.connectAsSuperuser("orders");
          var statement = connection.createStatement()) {
        statement.execute("CREATE TABLE fact AS SELECT 'survives' AS what");
      }

      server.kill();
    }

    try (var server = PostgresServer.start(directory);
        var connection = server.connectAsSuperuser("orders");
        var rows = connection.createStatement().executeQuery("SELECT what FROM fact")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("survives");
    }
  }

  private static void createTopic(KafkaProcess broker, String topic)
      throws InterruptedException, ExecutionException {
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
  }

  private static void send(KafkaProcess broker, String topic, String value) throws Exception {
    var settings =
        Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static List<String> read(KafkaProcess broker, String topic) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      var values = new ArrayList<String>();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(it -> values.add(it.value()));
                return !values.isEmpty();
              });
      return values;
    }
  }
}
