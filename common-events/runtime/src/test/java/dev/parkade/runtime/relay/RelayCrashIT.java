package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Relays that die, or seem to, in the middle of their work.
class RelayCrashIT {

  private static final Duration SOON = Eventually.SOON;
  /// Enough that a relay is not through with them before a busy machine gets round to killing it.
  private static final int TRANSACTIONS = 60;
  private static final int ROWS = 500;
  private static final int KEYS = 37;

  private RelayFixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new RelayFixture("crash");
  }

  @AfterEach
  void cleanUp() {
    fixture.close();
  }

  @Test
  void losesNoRowAndKeepsEachKeysOrderWhenKilledInTheMiddleOfATransaction() throws SQLException {
    createSlot();
    for (int i = 0; i < TRANSACTIONS; i++) {
      fixture.commit("tx" + i, ROWS, KEYS);
      fixture.rollBack("never" + i, 20, KEYS);
    }
    int all = TRANSACTIONS * ROWS;

    int killedAt = 0;
    int killedInTransaction = 0;
    for (int target : new int[] {1_200, 4_700, 7_300}) {
      // few in flight, so that it is slow enough to be hit
      try (RelayProcess relay = fixture.process("max-in-flight=20", "confirm-interval=20ms")) {
        Eventually.within(
            SOON, () -> assertThat(fixture.firstOccurrenceCount()).isGreaterThanOrEqualTo(target));
        relay.kill();
      }
      killedAt = fixture.settledFirstOccurrences();
      assertThat(killedAt).isBetween(target, all - 1);
      killedInTransaction += halfDelivered();
    }
    assertThat(killedInTransaction).isPositive();

    try (TestRelay relay = fixture.relay()) {
      Eventually.within(
          SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
      assertThat(relay.count("parkade.relay.slot.recreated")).isZero();
    }
    assertThat(fixture.payloads()).noneMatch(it -> it.startsWith("never"));
    assertThat(fixture.payloads()).hasSizeGreaterThan(all);
  }

  @Test
  void takesOverFromALeaderThatWasKilled() throws SQLException {
    RelayProcess leader = fixture.process();
    try (leader) {
      fixture.commit("first", 10, 1);
      Eventually.within(SOON, () -> assertThat(fixture.firstOccurrenceCount()).isEqualTo(10));

      try (TestRelay standby = fixture.relay()) {
        Eventually.within(SOON, () -> assertThat(standby.is(Phase.STANDBY)).isTrue());

        leader.kill();
        fixture.commit("second", 10, 1);

        Eventually.within(
            SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
        assertThat(standby.gauge("parkade.relay.leader")).isEqualTo(1);
      }
    }
  }

  @Test
  void takesOverFromALeaderThatIsFrozenAndKeepsTheOrderWhenItComesBack() throws SQLException {
    try (RelayProcess leader = fixture.process()) {
      fixture.commit("first", 10, 1);
      Eventually.within(SOON, () -> assertThat(fixture.firstOccurrenceCount()).isEqualTo(10));

      try (TestRelay standby = fixture.relay()) {
        Eventually.within(SOON, () -> assertThat(standby.is(Phase.STANDBY)).isTrue());
        leader.freeze();
        fixture.commit("second", 500, 3);

        Eventually.within(SOON, () -> assertThat(standby.is(Phase.RELAYING)).isTrue());
        leader.thaw();
        fixture.commit("third", 500, 3);

        Eventually.within(
            SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
        Eventually.holdsFor(
            Duration.ofSeconds(2), () -> assertThat(standby.is(Phase.RELAYING)).isTrue());
        assertThat(leader.isAlive()).isTrue();
      }
    }
  }

  /// So that every row is carried by the slot, none by the repair of a first start.
  private void createSlot() {
    try (TestRelay relay = fixture.relay()) {
      Eventually.within(SOON, () -> assertThat(relay.is(Phase.RELAYING)).isTrue());
    }
  }

  /// Transactions of which some rows are on the topic, and some are not.
  private int halfDelivered() {
    Map<String, Long> rows =
        fixture.payloads().stream()
            .distinct()
            .map(it -> it.substring(0, it.indexOf('-')))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return (int) rows.values().stream().filter(it -> it < ROWS).count();
  }
}
