package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrySettingsTest {

  @Test
  void waitsGrowAsThePolicySays() {
    assertThat(waits(RetrySettings.Policy.FIXED)).containsExactly(100L, 100L, 100L, 100L, 100L);
    assertThat(waits(RetrySettings.Policy.LINEAR)).containsExactly(100L, 200L, 300L, 400L, 500L);
    assertThat(waits(RetrySettings.Policy.EXPONENTIAL))
        .containsExactly(100L, 200L, 400L, 800L, 1000L);
  }

  @Test
  void jitterOnlyEverShortens() {
    RetrySettings settings = settings(RetrySettings.Policy.FIXED, 0.5);
    Random random = new Random(1);

    List<Long> waits =
        IntStream.range(0, 100).mapToObj(i -> settings.waitAfter(1, random).toMillis()).toList();

    assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(50L, 100L));
    assertThat(waits.stream().distinct().count()).isGreaterThan(10);
  }

  @Test
  void endsAfterSoManyAttemptsOrSoMuchTime() {
    RetrySettings settings = settings(RetrySettings.Policy.FIXED, 0);

    assertThat(settings.isExhausted(2, NOON, NOON)).isFalse();
    assertThat(settings.isExhausted(3, NOON, NOON)).isTrue();
    assertThat(settings.isExhausted(1, NOON, NOON.plus(Duration.ofHours(2)))).isTrue();
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> settings(RetrySettings.Policy.FIXED, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jitter");
  }

  private static List<Long> waits(RetrySettings.Policy policy) {
    return IntStream.rangeClosed(1, 5)
        .mapToObj(attempt -> settings(policy, 0).waitAfter(attempt, new Random(1)).toMillis())
        .toList();
  }

  private static RetrySettings settings(RetrySettings.Policy policy, double jitter) {
    return new RetrySettings(
        policy, Duration.ofMillis(100), Duration.ofSeconds(1), jitter, 3, Duration.ofHours(1));
  }
}
