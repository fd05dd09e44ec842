package dev.parkade.deadletters.replay;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a replay to stop after the transaction in hand. Thread-safe.
public final class StopSignal {

  private final CompletableFuture<Boolean> stop = new CompletableFuture<>();

  public void stop() {
    stop.complete(true);
  }

  public boolean isSet() {
    return stop.isDone();
  }

  /// Does this as soon as somebody stops it, on that thread.
  void onStop(Runnable action) {
    var unused = stop.thenRun(action);
  }

  /// Waits, but no longer than until somebody stops it.
  ///
  /// @return whether somebody did
  boolean await(Duration time) {
    try {
      return stop.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it only ever completes", e);
    }
  }
}
