package dev.parkade.payment.parking;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How a command is tried again that the provider did not answer.
///
/// @param policy how the wait grows from attempt to attempt
/// @param initial the first wait
/// @param max the longest wait
/// @param jitter the share of a wait that is random, 0 to 1
/// @param maxAttempts after so many attempts it is dead-lettered
/// @param maxAge parked for so long, it is dead-lettered at its next failure
/// @param byReason what differs for one reason: `provider-unavailable`, `provider-ambiguous` or
///     `refund-declined`
public record RetrySettings(
    @DefaultValue("exponential") Policy policy,
    @DefaultValue("200ms") Duration initial,
    @DefaultValue("30s") Duration max,
    @DefaultValue("0.2") double jitter,
    @DefaultValue("20") int maxAttempts,
    @DefaultValue("1h") Duration maxAge,
    @DefaultValue Map<WaitReason, Override> byReason) {

  /// How waiting grows.
  public enum Policy {
    FIXED,
    LINEAR,
    EXPONENTIAL
  }

  /// What differs for one reason; what is absent is as for the others.
  record Override(
      @Nullable Policy policy,
      @Nullable Duration initial,
      @Nullable Duration max,
      @Nullable Double jitter,
      @Nullable Integer maxAttempts,
      @Nullable Duration maxAge) {}

  /// @throws IllegalArgumentException for a wait, a share or a number that makes no sense
  public RetrySettings {
    if (initial.isNegative() || max.compareTo(initial) < 0) {
      throw new IllegalArgumentException("retry.initial must lie between 0 and retry.max");
    }
    if (jitter < 0 || jitter > 1 || maxAttempts < 1) {
      throw new IllegalArgumentException("retry.jitter is 0 to 1, retry.max-attempts at least 1");
    }
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("retry.max-age must not be negative");
    }
    byReason = Map.copyOf(byReason);
    for (WaitReason reason : byReason.keySet()) {
      if (!reason.isRetried()) {
        throw new IllegalArgumentException(
            "retry.by-reason: %s does not wait for another attempt; settable are".formatted(reason)
                + " provider-unavailable, provider-ambiguous and refund-declined");
      }
    }
    // a wrong combination must stop the start, not the first retry
    for (Override override : byReason.values()) {
      merged(policy, initial, max, jitter, maxAttempts, maxAge, override);
    }
  }

  /// The settings for a command that failed for this reason.
  RetrySettings of(WaitReason reason) {
    Override override = byReason.get(reason);
    return override == null
        ? this
        : merged(policy, initial, max, jitter, maxAttempts, maxAge, override);
  }

  private static RetrySettings merged(
      Policy policy,
      Duration initial,
      Duration max,
      double jitter,
      int maxAttempts,
      Duration maxAge,
      Override override) {
    return new RetrySettings(
        override.policy() == null ? policy : override.policy(),
        override.initial() == null ? initial : override.initial(),
        override.max() == null ? max : override.max(),
        override.jitter() == null ? jitter : override.jitter(),
        override.maxAttempts() == null ? maxAttempts : override.maxAttempts(),
        override.maxAge() == null ? maxAge : override.maxAge(),
        Map.of());
  }

  /// The wait after this many attempts without an answer.
  Duration waitAfter(int attempts, RandomGenerator random) {
    long first = initial.toMillis();
    long longest = max.toMillis();
    double grown =
        switch (policy) {
          case FIXED -> first;
          case LINEAR -> (double) first * attempts;
          case EXPONENTIAL -> Math.scalb((double) first, attempts - 1);
        };
    double capped = Math.min(grown, longest);
    return Duration.ofMillis(Math.round(capped * (1 - jitter * random.nextDouble())));
  }

  /// Whether a command must not be tried again.
  boolean isExhausted(int attempts, Instant firstAt, Instant now) {
    return attempts >= maxAttempts || firstAt.plus(maxAge).isBefore(now);
  }
}
