package dev.parkade.testkit.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.statements.StatementCounter;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class EnvironmentIT {
  @Test
  void createsTopicsOnce() throws Exception {
    var topics = List.of(new NewTopic("environment.topic", Optional.of(3), Optional.empty()));

    Environment.createTopics(topics);
    Environment.createTopics(topics);

    var broker = Map.<String, Object>of("bootstrap.servers", bootstrap());
    try (var admin = Admin.create(broker)) {
      var described = admin.describeTopics(List.of("environment.topic")).allTopicNames().get();
      assertThat(described.values()).singleElement().returns(3, it -> it.partitions().size());
    }
  }

  @Test
  void givesEveryTestADatabaseThatItOwnsAndMayDecode() throws SQLException {
    var first = Environment.freshDatabase("environment");
    var second = Environment.freshDatabase("environment");

    assertThat(first.name()).isNotEqualTo(second.name());
    try (var connection =
            DriverManager.getConnection(first.jdbcUrl(), first.username(), first.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE mine (id int)");
      statement.execute("SELECT pg_create_logical_replication_slot('mine', 'pgoutput')");
      var rows = statement.executeQuery("SHOW fsync");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("on");
    }

    Environment.drop(first);
    Environment.drop(second);

    try (var connection = Environment.postgres().connectAsSuperuser("postgres");
        var slots =
            connection
                .createStatement()
                .executeQuery("SELECT count(*) FROM pg_replication_slots")) {
      assertThat(slots.next()).isTrue();
      assertThat(slots.getInt(1)).isZero();
    }
  }

  @Test
  void countsOneRoundTripForABatch() throws SQLException {
    var database = Environment.freshDatabase("counted");
    var source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.username());
    source.setPassword(database.password());
    var counter = new StatementCounter();

    try (var connection = counter.wrap(source).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE counted (id int)");
      counter.reset();
      try (var batch = connection.prepareStatement("INSERT INTO counted VALUES (?)")) {
        for (int id = 0; id < 3; id++) {
          batch.setInt(1, id);
          batch.addBatch();
        }
        batch.executeBatch();
      }
    }

    assertThat(counter.count()).isEqualTo(1);
    assertThat(counter.statements()).containsExactly("INSERT INTO counted VALUES (?)");
  }

  private static String bootstrap() {
    return Environment.kafka().bootstrapServers();
  }
}
