package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.local.Lifetime;
import dev.parkade.local.PostgresServer;
import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/// A database that goes away, or loses what the relay needs; it belongs to the test, because others
/// share the usual one.
class DatabaseOutageIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void waitsForADatabaseThatIsAwayAndGoesOnByItself() throws Exception {
    int port = freePort();
    PostgresServer server = postgres(port);
    Database database = database(server, "away");
    try (RelayFixture fixture = new RelayFixture(database, Environment.kafka().bootstrapServers());
        TestRelay relay = relaying(fixture)) {
      fixture.commit("before", 1_000, 11);
      server.kill();
      Eventually.within(SOON, () -> assertThat(relay.is(Phase.WAITING)).isTrue());

      try (TestRelay startedMeanwhile = fixture.relay()) {
        Eventually.within(SOON, () -> assertThat(startedMeanwhile.is(Phase.WAITING)).isTrue());
        assertThat(startedMeanwhile.health.health().getStatus()).isEqualTo(Status.DOWN);
        server = postgres(port);

        fixture.commit("after", 1_000, 11);
        Eventually.within(
            SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
      }
    } finally {
      server.kill();
    }
  }

  @Test
  void publishesAgainWhatASlotThatFellTooFarBehindHasLost() throws Exception {
    PostgresServer server = postgres(freePort());
    Database database = database(server, "lost");
    try (RelayFixture fixture =
        new RelayFixture(database, Environment.kafka().bootstrapServers())) {
      try (TestRelay relay = relaying(fixture)) {
        fixture.commit("before", 10, 3);
        Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(10));
        assertThat(relay.count("parkade.relay.restarts")).isZero();
      }
      fixture.commit("missed", 1_500, 3);
      loseSlots(server);

      try (TestRelay relay = relaying(fixture)) {
        fixture.commit("after", 10, 3);
        Eventually.within(
            SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
        assertThat(relay.count("parkade.relay.slot.recreated")).isEqualTo(1);
      }
    } finally {
      server.kill();
    }
  }

  private static void loseSlots(PostgresServer server) throws SQLException {
    try (Connection connection = server.connectAsSuperuser("postgres");
        var statement = connection.createStatement()) {
      statement.execute("alter system set max_slot_wal_keep_size = '1MB'");
      statement.execute("alter system set max_wal_size = '32MB'");
      statement.execute("alter system set min_wal_size = '32MB'");
      statement.execute("select pg_reload_conf()");
      Eventually.within(
          SOON,
          () -> {
            statement.execute(
                "select pg_logical_emit_message(false, 'filler', repeat('x', 1000000))");
            statement.execute("select pg_switch_wal()");
            statement.execute("checkpoint");
            var kept =
                statement.executeQuery(
                    "select string_agg(wal_status, ',') from pg_replication_slots");
            kept.next();
            assertThat(kept.getString(1)).isEqualTo("lost");
          });
    }
  }

  private TestRelay relaying(RelayFixture fixture, String... settings) {
    TestRelay relay = fixture.relay(settings);
    Eventually.within(SOON, () -> assertThat(relay.is(Phase.RELAYING)).isTrue());
    return relay;
  }

  private PostgresServer postgres(int port) {
    Path home = directory.resolve("postgres-" + port);
    return PostgresServer.start(home, port, home.resolve("postgres.log"), Lifetime.WITH_THIS_JVM);
  }

  private static Database database(PostgresServer server, String name) {
    server.createDatabase(name, name, name);
    return new Database("127.0.0.1", server.port(), name, server.jdbcUrl(name), name, name);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
