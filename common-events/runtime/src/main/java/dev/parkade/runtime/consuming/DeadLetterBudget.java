package dev.parkade.runtime.consuming;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// A breaker before the dead-letter topic: when most of a poll would be dead-lettered, that costs
/// tokens, and when they run out the consumer pauses and raises an alert instead of emptying its
/// topic (a broken deployment does that). After uForwarder's DLQ token limiter.
///
/// Tokens come back with time, so that a topic that really is full of poison is not blocked for
/// ever.
public final class DeadLetterBudget {

  private final int capacity;
  private final Duration refill;
  private final Clock clock;
  private double tokens;
  private Instant counted;

  /// @param capacity how many dead letters may be written at once
  /// @param refill how long an empty budget takes to be full again
  public DeadLetterBudget(int capacity, Duration refill, Clock clock) {
    this.capacity = capacity;
    this.refill = refill;
    this.clock = clock;
    this.tokens = capacity;
    this.counted = clock.instant();
  }

  /// Whether this many dead letters out of a poll of that size may be written now.
  public boolean allows(int deadLetters, int polled) {
    if (deadLetters * 2 <= polled && polled > 1) {
      return true;
    }
    Instant now = clock.instant();
    double earned =
        capacity * (double) Duration.between(counted, now).toMillis() / refill.toMillis();
    tokens = Math.min(capacity, tokens + Math.max(0, earned));
    counted = now;
    int price = Math.min(deadLetters, capacity);
    if (price > tokens) {
      return false;
    }
    tokens -= price;
    return true;
  }
}
