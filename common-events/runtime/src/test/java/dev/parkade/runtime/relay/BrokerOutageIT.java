package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.testkit.environment.Broker;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/// A broker that goes away; it belongs to the test, because others share the usual one.
class BrokerOutageIT {

  private static final Duration SOON = Eventually.SOON;

  @Test
  void losesNothingWhenTheBrokerDiesInTheMiddle() throws Exception {
    try (Broker broker = Environment.startBroker();
        RelayFixture fixture =
            new RelayFixture(Environment.freshDatabase("outage"), broker.bootstrapServers());
        TestRelay relay = relaying(fixture, "max-in-flight=20", "delivery-timeout=3s")) {
      for (int i = 0; i < 10; i++) {
        fixture.commit("before" + i, 500, 11);
      }
      Eventually.within(
          SOON, () -> assertThat(fixture.firstOccurrenceCount()).isGreaterThan(1_000));

      broker.kill();
      for (int i = 0; i < 5; i++) {
        fixture.commit("during" + i, 500, 11);
      }
      Eventually.within(SOON, () -> assertThat(relay.is(Phase.WAITING)).isTrue());
      assertThat(relay.health.health().getStatus()).isEqualTo(Status.DOWN);
      Eventually.within(
          SOON, () -> assertThat(relay.gauge("parkade.relay.lag.seconds")).isGreaterThan(1));
      broker.restart();
      fixture.commit("after", 500, 11);

      Eventually.within(
          SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
      Eventually.within(SOON, () -> assertThat(relay.is(Phase.RELAYING)).isTrue());
      assertThat(relay.count("parkade.relay.restarts")).isPositive();
    }
  }

  @Test
  void confirmsNothingThatTheBrokerHasNotAcknowledged() throws Exception {
    try (Broker broker = Environment.startBroker();
        RelayFixture fixture =
            new RelayFixture(Environment.freshDatabase("frozen"), broker.bootstrapServers())) {
      try (RelayProcess relay = fixture.process("confirm-interval=50ms")) {
        fixture.commit("before", 10, 3);
        Eventually.within(SOON, () -> assertThat(fixture.firstOccurrenceCount()).isEqualTo(10));

        // a frozen broker takes requests and answers none; killed then, it never saw them
        broker.freeze();
        for (int i = 0; i < 20; i++) {
          fixture.commit("frozen" + i, 100, 3);
        }
        Eventually.holdsFor(Duration.ofSeconds(2), () -> assertThat(relay.isAlive()).isTrue());
        relay.kill();
        broker.kill();
      }

      broker.restart();
      try (TestRelay again = relaying(fixture)) {
        Eventually.within(
            SOON, () -> assertThat(fixture.firstOccurrences()).isEqualTo(fixture.expected()));
        assertThat(again.count("parkade.relay.slot.recreated")).isZero();
      }
    }
  }

  private TestRelay relaying(RelayFixture fixture, String... settings) {
    TestRelay relay = fixture.relay(settings);
    Eventually.within(SOON, () -> assertThat(relay.is(Phase.RELAYING)).isTrue());
    return relay;
  }
}
