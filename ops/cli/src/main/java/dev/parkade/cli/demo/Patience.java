package dev.parkade.cli.demo;

import java.time.Duration;

/// Waits in small steps until the time is over.
final class Patience {
  private static final Duration STEP = Duration.ofMillis(100);

  private final long deadline;

  Patience(Duration limit) {
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /// Waits one step.
  ///
  /// @return whether there is time left
  boolean pause() throws InterruptedException {
    Thread.sleep(STEP);
    return System.nanoTime() < deadline;
  }
}
