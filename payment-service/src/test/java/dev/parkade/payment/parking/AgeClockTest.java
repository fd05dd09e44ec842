package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgeClockTest {

  private static final RetrySettings RETRY =
      new RetrySettings(
          RetrySettings.Policy.FIXED,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          0,
          3,
          Duration.ofHours(1),
          Map.of());
  private static final ParkingSettings SETTINGS =
      new ParkingSettings(Duration.ofHours(10), 100, 10, 10, 5, null, RETRY);

  private final AgeClock ages = new AgeClock(SETTINGS, NOON);

  @Test
  void whatWaitedForTheMaximumAgeIsTooOld() {
    ages.parked(1);

    ages.tick(at(9));
    assertThat(ages.isTooOld(NOON)).isFalse();
    ages.tick(at(10));
    assertThat(ages.isTooOld(NOON)).isTrue();
    assertThat(ages.isTooOld(at(1))).isFalse();
  }

  @Test
  void nothingAgesWhileParkedWorkGrowsAndNoCustomerComes() {
    ages.parked(5);

    ages.tick(at(12));

    assertThat(ages.isTooOld(NOON)).isFalse();
    assertThat(ages.isStalled()).isTrue();
  }

  @Test
  void theTimeOfAStallDoesNotCountWhenItIsOver() {
    ages.tick(at(2));
    ages.parked(5);
    ages.tick(at(8));
    ages.customerSeen(at(8));

    ages.tick(at(10));
    assertThat(ages.isTooOld(NOON)).isFalse();
    ages.tick(at(16));

    assertThat(ages.isStalled()).isFalse();
    assertThat(ages.isTooOld(NOON)).isTrue();
    assertThat(ages.isTooOld(at(7))).isFalse();
  }

  @Test
  void aStallIsReportedOnlyAfterAWhile() {
    ages.parked(5);

    ages.tick(at(4));

    assertThat(ages.isStalled()).isFalse();
  }

  private static Instant at(int hours) {
    return NOON.plus(Duration.ofHours(hours));
  }
}
