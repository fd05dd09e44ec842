package dev.parkade.payment.parking;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How a command is tried again that the provider did not answer.
///
/// @param policy how the wait grows from attempt to attempt
/// @param initial the first wait
/// @param max the longest wait
/// @param jitter the share of a wait that is random, 0 to 1
/// @param maxAttempts after so many attempts it is dead-lettered
/// @param maxAge parked for so long, it is dead-lettered at its next failure
public record RetrySettings(
    @DefaultValue("exponential") Policy policy,
    @DefaultValue("200ms") Duration initial,
    @DefaultValue("30s") Duration max,
    @DefaultValue("0.2") double jitter,
    @DefaultValue("20") int maxAttempts,
    @DefaultValue("1h") Duration maxAge) {

  /// How waiting grows.
  public enum Policy {
    FIXED,
    LINEAR,
    EXPONENTIAL
  }

  /// @throws IllegalArgumentException for a wait, a share or a number that makes no sense
  public RetrySettings {
    if (initial.isNegative() || max.compareTo(initial) < 0) {
      throw new IllegalArgumentException("retry.initial must lie between 0 and retry.max");
    }
    if (jitter < 0 || jitter > 1 || maxAttempts < 1) {
      throw new IllegalArgumentException("retry.jitter is 0 to 1, retry.max-attempts at least 1");
    }
  }

  /// The wait after this many attempts without an answer.
  Duration waitAfter(int attempts, RandomGenerator random) {
    long first = initial.toMillis();
    long grown =
        switch (policy) {
          case FIXED -> first;
          case LINEAR -> first * attempts;
          case EXPONENTIAL -> first << Math.min(attempts - 1, 30);
        };
    long capped = Math.min(grown, max.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 - jitter * random.nextDouble())));
  }

  /// Whether a command must not be tried again.
  boolean isExhausted(int attempts, Instant firstAt, Instant now) {
    return attempts >= maxAttempts || firstAt.plus(maxAge).isBefore(now);
  }
}
