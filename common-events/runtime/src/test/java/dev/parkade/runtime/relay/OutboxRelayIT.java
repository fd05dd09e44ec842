package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {

  private static final Duration SOON = Duration.ofSeconds(30);

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
    try (TestRelay relay = fixture.relay()) {
      Eventually.within(SOON, () -> assertThat(relay.is(Phase.RELAYING)).isTrue());

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
      assertThat(relay.gauge("parkade.relay.lag.seconds")).isBetween(0.0, 5.0);
    }
  }
}
