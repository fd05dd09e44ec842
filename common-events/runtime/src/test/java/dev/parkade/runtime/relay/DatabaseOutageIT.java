package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.testkit.environment.DatabaseServer;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/// A database that goes away, or loses what the relay needs; it belongs to the test, because others
/// share the usual one.
class DatabaseOutageIT {

  private static final Duration SOON = Eventually.SOON;

  @Test
  void waitsForADatabaseThatIsAwayAndGoesOnByItself() throws Exception {
    try (DatabaseServer server = Environment.startPostgres();
        RelayFixture fixture = fixture(server, "away");
        TestRelay relay = relaying(fixture)) {
      fixture.commit("before", 1_000, 11);
      server.kill();
      Eventually.within(SOON, () -> assertThat(relay.is(Phase.WAITING)).isTrue());

      try (TestRelay startedMeanwhile = fixture.relay()) {
        Eventually.within(SOON, () -> assertThat(startedMeanwhile.is(Phase.WAITING)).isTrue());
        assertThat(startedMeanwhile.health.health().getStatus()).isEqualTo(Status.DOWN);
        server.restart();

        fixture.commit("after", 1_000, 11);
        Eventually.within(
            SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
      }
    }
  }

  @Test
  void publishesAgainWhatASlotThatFellTooFarBehindHasLost() throws Exception {
    try (DatabaseServer server = Environment.startPostgres();
        RelayFixture fixture = fixture(server, "lost")) {
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
    }
  }

  private static void loseSlots(DatabaseServer server) throws SQLException {
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

  private static RelayFixture fixture(DatabaseServer server, String name) {
    return new RelayFixture(server.createDatabase(name), Environment.kafka().bootstrapServers());
  }
}
