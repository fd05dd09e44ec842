package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

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

  @Test
  void bindsWhatDiffersForAReasonAndTakesTheRestFromTheCommonSettings() {
    RetrySettings settings =
        bound(
            Map.of(
                "max", "10s",
                "max-attempts", "7",
                "by-reason.provider-ambiguous.policy", "fixed",
                "by-reason.provider-ambiguous.initial", "3s",
                "by-reason.refund-declined.max-attempts", "2",
                "by-reason.refund-declined.max-age", "5m"));

    RetrySettings ambiguous = settings.of(WaitReason.PROVIDER_AMBIGUOUS);
    assertThat(ambiguous.policy()).isEqualTo(RetrySettings.Policy.FIXED);
    assertThat(ambiguous.initial()).isEqualTo(Duration.ofSeconds(3));
    assertThat(ambiguous.max()).isEqualTo(Duration.ofSeconds(10));
    assertThat(ambiguous.maxAttempts()).isEqualTo(7);
    RetrySettings declined = settings.of(WaitReason.REFUND_DECLINED);
    assertThat(declined.policy()).isEqualTo(RetrySettings.Policy.EXPONENTIAL);
    assertThat(declined.maxAttempts()).isEqualTo(2);
    assertThat(declined.maxAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.of(WaitReason.PROVIDER_UNAVAILABLE)).isSameAs(settings);
  }

  @Test
  void refusesAReasonThatIsNotTriedAgainAndLimitsThatContradictTheCommonOnes() {
    assertThatThrownBy(() -> bound(Map.of("by-reason.customer-unknown.policy", "fixed")))
        .hasStackTraceContaining("CUSTOMER_UNKNOWN does not wait for another attempt");
    assertThatThrownBy(() -> bound(Map.of("by-reason.provider-unavailable.initial", "1m")))
        .hasStackTraceContaining("retry.initial must lie between 0 and retry.max");
  }

  @Test
  void manyAttemptsAndLongWaitsDoNotOverflow() {
    RetrySettings settings =
        bound(Map.of("initial", "1d", "max", "365d", "jitter", "0", "max-attempts", "100000"));

    assertThat(settings.waitAfter(99_999, new Random(1))).isEqualTo(Duration.ofDays(365));
  }

  private static RetrySettings bound(Map<String, String> properties) {
    var binder = new Binder(new MapConfigurationPropertySource(properties));
    return binder.bindOrCreate("", Bindable.of(RetrySettings.class));
  }

  private static List<Long> waits(RetrySettings.Policy policy) {
    return IntStream.rangeClosed(1, 5)
        .mapToObj(attempt -> settings(policy, 0).waitAfter(attempt, new Random(1)).toMillis())
        .toList();
  }

  private static RetrySettings settings(RetrySettings.Policy policy, double jitter) {
    return new RetrySettings(
        policy,
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        jitter,
        3,
        Duration.ofHours(1),
        Map.of());
  }
}
