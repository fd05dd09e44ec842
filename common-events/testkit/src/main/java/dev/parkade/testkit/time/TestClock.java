package dev.parkade.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A UTC clock that stands still until a test moves it. Safe for use by many threads.
public final class TestClock extends Clock {
  private final AtomicReference<Instant> now;

  /// A clock that shows this instant.
  public TestClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /// A clock that shows noon of some day that means nothing.
  public static TestClock atNoon() {
    return new TestClock(Instant.parse("2030-01-01T12:00:00Z"));
  }

  /// Moves forward, or back with a negative duration, and returns the new instant.
  public Instant advance(Duration by) {
    return now.updateAndGet(it -> it.plus(by));
  }

  /// Shows this instant from now on.
  public void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /// This clock: a test does not look at local times.
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
