package dev.parkade.testkit.waiting;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/// Waits for assertions about things that happen elsewhere. Every wait is bounded.
public final class Eventually {
  /// The limit for whatever has none of its own: long enough for a slow machine that builds other
  /// modules at the same time. A test that passes does not wait for it.
  public static final Duration SOON = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(20);

  /// How long the machine may do something else while an assertion is to hold.
  private static final Duration STALL = Duration.ofMinutes(1);

  /// An assertion that may throw anything.
  @FunctionalInterface
  public interface Assertion {
    /// Passes, or throws.
    void check() throws Throwable;
  }

  private Eventually() {}

  /// Repeats the assertion until it passes. Exceptions count as *not yet*; after the limit the last
  /// one fails the test.
  public static void within(Duration limit, Assertion assertion) {
    Awaitility.await()
        .pollInterval(POLL)
        .pollDelay(Duration.ZERO)
        .atMost(limit)
        .ignoreExceptions()
        .untilAsserted(asserted(assertion));
  }

  /// Repeats the assertion for the whole time and fails the first time it does not pass.
  public static void holdsFor(Duration time, Assertion assertion) {
    Awaitility.await()
        .pollInterval(POLL)
        .pollDelay(Duration.ZERO)
        .during(time)
        .atMost(time.plus(STALL))
        .failFast(() -> assertion.check())
        .untilAsserted(asserted(assertion));
  }

  private static ThrowingRunnable asserted(Assertion assertion) {
    return assertion::check;
  }
}
