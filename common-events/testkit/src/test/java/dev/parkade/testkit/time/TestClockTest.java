package dev.parkade.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestClockTest {
  @Test
  void standsStillUntilItIsMoved() {
    var clock = new TestClock(Instant.EPOCH);

    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);

    clock.advance(Duration.ofSeconds(5));

    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(5));
  }
}
