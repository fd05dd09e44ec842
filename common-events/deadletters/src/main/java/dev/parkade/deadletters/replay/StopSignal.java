package dev.parkade.deadletters.replay;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks a replay to stop after the transaction in hand. Thread-safe.
public final class StopSignal {

  private final CountDownLatch stop = new CountDownLatch(1);

  public void stop() {
    stop.countDown();
  }

  public boolean isSet() {
    return stop.getCount() == 0;
  }

  /// Waits, but no longer than until somebody stops it.
  ///
  /// @return whether somebody did
  public boolean await(Duration time) {
    try {
      return stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      return true;
    }
  }
}
