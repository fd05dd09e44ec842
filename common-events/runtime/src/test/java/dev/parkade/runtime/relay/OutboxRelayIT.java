package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class OutboxRelayIT {

  private static final Duration SOON = Eventually.SOON;

  private RelayFixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new RelayFixture("relay");
  }

  @AfterEach
  void cleanUp() {
    fixture.close();
  }

  @Test
  void carriesTheRowsOfATransactionInOrderWithKeyAndHeaders() throws SQLException {
    try (TestRelay relay = relaying()) {

      fixture.commit("a", 100, 1);
      fixture.rollBack("never", 10, 1);
      fixture.commit("b", 100, 1);

      Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(200));
      assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected());
      assertThat(fixture.read())
          .allSatisfy(
              each ->
                  assertThat(each.headers().lastHeader("ce_id").value())
                      .asString()
                      .isEqualTo(each.value()));
      assertThat(relay.gauge("parkade.relay.leader")).isEqualTo(1);
      Eventually.within(
          SOON, () -> assertThat(relay.gauge("parkade.relay.lag.seconds")).isBetween(0.0, 5.0));
      Eventually.within(
          SOON, () -> assertThat(relay.health.health().getStatus()).isEqualTo(Status.UP));
    }
  }

  @Test
  void publishesWhatWasCommittedBeforeThereWasASlot() throws SQLException {
    fixture.commit("early", 2_500, 7);

    try (TestRelay relay = relaying()) {
      fixture.commit("late", 10, 7);

      Eventually.within(
          SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
      assertThat(relay.count("parkade.relay.slot.recreated")).isZero();
    }
  }

  @Test
  void publishesATransactionThatWasOpenWhenTheSlotWasCreated() throws SQLException {
    try (Connection connection = fixture.connect()) {
      connection.setAutoCommit(false);
      fixture.insert(connection, "open", 10, 1);

      try (TestRelay relay = fixture.relay()) {
        Eventually.within(SOON, () -> assertThat(relay.is(Phase.STARTING)).isTrue());
        connection.commit();

        Eventually.within(SOON, () -> assertThat(fixture.firstOccurrences()).hasSize(1));
        assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected());
      }
    }
  }

  @Test
  void repeatsNextToNothingAfterAnOrderlyStop() throws SQLException {
    try (TestRelay relay = relaying()) {
      fixture.commit("first", 1_000, 7);
      fixture.commit("last", 1, 7);
      Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(1_001));
      assertThat(relay.count("parkade.relay.restarts")).isZero();
    }

    try (TestRelay again = relaying()) {
      assertThat(again.count("parkade.relay.restarts")).isZero();
      Eventually.holdsFor(
          Duration.ofSeconds(1), () -> assertThat(fixture.payloads()).hasSizeBetween(1_001, 1_002));
    }
  }

  @Test
  void publishesAgainWhatASlotThatWasDroppedDidNotDeliver() throws SQLException {
    fixture.commit("before", 100, 3);
    try (TestRelay relay = relaying()) {
      Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(100));
      assertThat(relay.count("parkade.relay.slot.recreated")).isZero();
    }

    fixture.execute("select pg_drop_replication_slot('" + slot() + "')");
    fixture.commit("missed", 1_500, 3);

    try (TestRelay relay = relaying()) {
      Eventually.within(
          SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
      assertThat(relay.count("parkade.relay.slot.recreated")).isEqualTo(1);
    }
    assertThat(fixture.query("select epoch from relay_state")).isEqualTo("2");
  }

  @Test
  void noticesASlotThatSomebodyElseRecreated() throws SQLException {
    fixture.commit("before", 100, 3);
    try (TestRelay relay = relaying()) {
      Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(100));
      assertThat(relay.is(Phase.RELAYING)).isTrue();
    }

    fixture.execute("select pg_drop_replication_slot('" + slot() + "')");
    fixture.commit("missed", 1_500, 3);
    fixture.execute("select pg_create_logical_replication_slot('" + slot() + "', 'pgoutput')");

    try (TestRelay relay = relaying()) {
      Eventually.within(
          SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
      assertThat(relay.count("parkade.relay.slot.recreated")).isEqualTo(1);
    }
  }

  @Test
  void doesNotMistakeItsOwnSlotForAnother() throws SQLException {
    for (int start = 1; start <= 3; start++) {
      try (TestRelay relay = relaying()) {
        fixture.commit("start-" + start, 50, 3);
        int rows = start * 50;
        Eventually.within(
            SOON, () -> assertThat(fixture.payloads()).hasSizeGreaterThanOrEqualTo(rows));
        assertThat(relay.count("parkade.relay.slot.recreated")).isZero();
      }
    }

    assertThat(fixture.query("select epoch from relay_state")).isEqualTo("1");
  }

  @Test
  void letsOneReplicaRelayAndTheOtherTakeOver() throws SQLException {
    TestRelay first = relaying();
    try (TestRelay second = fixture.relay()) {
      Eventually.within(SOON, () -> assertThat(second.is(Phase.STANDBY)).isTrue());
      assertThat(second.health.health().getStatus()).isEqualTo(Status.UP);
      assertThat(second.gauge("parkade.relay.leader")).isZero();
      assertThat(second.gauge("parkade.relay.lag.seconds")).isNaN();

      first.close();
      fixture.commit("after", 10, 1);

      Eventually.within(SOON, () -> assertThat(second.is(Phase.RELAYING)).isTrue());
      Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(10));
    }
  }

  @Test
  void holdsRowsBackOnDemandAndLosesNone() throws SQLException {
    try (TestRelay relay = relaying()) {
      relay.hold.hold();
      fixture.commit("held", 100, 3);

      Eventually.holdsFor(Duration.ofSeconds(2), () -> assertThat(fixture.payloads()).isEmpty());
      Eventually.within(
          SOON, () -> assertThat(relay.gauge("parkade.relay.lag.seconds")).isGreaterThan(0.5));
      assertThat(relay.health.health().getStatus()).isEqualTo(Status.UP);
      assertThat(relay.health.health().getDetails()).containsEntry("detail", "held by demo switch");

      relay.hold.release();

      Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(100));
      assertThat(relay.count("parkade.relay.restarts")).isZero();
    }
  }

  @Test
  void stopsWhileHeld() throws SQLException {
    try (TestRelay relay = relaying()) {
      relay.hold.hold();
      fixture.commit("held", 100, 3);
      Eventually.within(
          SOON, () -> assertThat(relay.gauge("parkade.relay.lag.seconds")).isGreaterThan(1));
    }

    try (TestRelay again = relaying()) {
      Eventually.within(SOON, () -> assertThat(fixture.payloads()).hasSize(100));
      assertThat(again.count("parkade.relay.restarts")).isZero();
    }
  }

  @Test
  void confirmsAnIdleDatabasesPosition() throws SQLException {
    try (TestRelay relay = relaying()) {
      long before = confirmed();
      fixture.execute("create table unrelated as select generate_series(1, 10000) as n");

      Eventually.within(SOON, () -> assertThat(confirmed()).isGreaterThan(before + 100_000));
      Eventually.within(
          SOON,
          () -> {
            assertThat(relay.gauge("parkade.relay.slot.retained.bytes")).isLessThan(10_000_000);
            // infinite on a server that sets no limit
            assertThat(relay.gauge("parkade.relay.slot.safe.bytes")).isGreaterThan(100_000_000);
            assertThat(
                    relay
                        .meters
                        .get("parkade.relay.slot.state")
                        .tag("wal_status", "reserved")
                        .gauge())
                .returns(1.0, it -> it.value());
          });
    }
  }

  @Test
  void waitsForARowThatKafkaRefusesAndSaysWhich() throws SQLException {
    try (TestRelay relay = relaying("max-back-off=500ms")) {
      fixture.execute(
          "insert into outbox (topic, message_key, headers, payload)"
              + " values ('"
              + fixture.topic
              + "', 'big', '{}', repeat('x', 3000000))");

      Eventually.within(
          SOON,
          () ->
              // between two attempts, so in one look
              assertThat(relay.status.now())
                  .returns(Phase.WAITING, RelayStatus.Now::phase)
                  .extracting(RelayStatus.Now::detail)
                  .asString()
                  .contains("outbox row", fixture.topic, "big"));
      assertThat(relay.health.health().getStatus()).isEqualTo(Status.DOWN);
      assertThat(relay.count("parkade.relay.restarts")).isPositive();
    }
  }

  private TestRelay relaying(String... settings) {
    TestRelay relay = fixture.relay(settings);
    Eventually.within(SOON, () -> assertThat(relay.is(Phase.RELAYING)).isTrue());
    return relay;
  }

  private String slot() {
    return "parkade_relay_" + fixture.database.name();
  }

  private long confirmed() throws SQLException {
    return Long.parseLong(
        fixture.query(
            "select (confirmed_flush_lsn - '0/0'::pg_lsn)::bigint from pg_replication_slots"
                + " where slot_name = '"
                + slot()
                + "'"));
  }
}
