package dev.parkade.bench.dlq;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waits for something to get so far, to disturb it there.
final class Progress {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Progress() {}

  /// @throws IllegalStateException if it does not within a minute
  static void await(BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nothing to disturb after a minute");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
