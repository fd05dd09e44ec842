package dev.parkade.local;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Waits for a process until it does its work, and tells an early death from a slow start.
final class Readiness {
  private static final Duration POLL = Duration.ofMillis(50);

  /// The process ended, or did not get ready in time.
  static final class Missed extends RuntimeException {
    Missed(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /// Asks once; an exception means *not yet*.
  interface Probe {
    boolean isReady() throws Exception;
  }

  private Readiness() {}

  static void await(NativeProcess process, Duration limit, Probe probe) {
    long deadline = System.nanoTime() + limit.toNanos();
    Throwable last = null;
    while (true) {
      if (!process.isAlive()) {
        throw new Missed("its process ended", last);
      }
      try {
        if (probe.isReady()) {
          return;
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new Missed("interrupted", stop);
      } catch (Exception notYet) {
        last = notYet;
      }
      if (System.nanoTime() > deadline) {
        throw new Missed("not ready after " + limit.toSeconds() + " s", last);
      }
      process.pause(POLL);
    }
  }
}
