package dev.parkade.runtime.relay;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Confirms in a thread of its own, so that nobody waits for it. At most one confirmation is on its
/// way; those that are asked for meanwhile become one, which begins behind it.
final class Confirmations {

  private final Runnable confirmation;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile @Nullable RuntimeException failure;

  /// @param confirmation confirms what is to be confirmed when it runs
  Confirmations(Runnable confirmation) {
    this.confirmation = confirmation;
  }

  /// Has everything confirmed that is to be confirmed by now; returns at once.
  void ask() {
    if (asked.getAndIncrement() == 0) {
      Thread.ofVirtual().name("relay-confirmation").start(this::confirm);
    }
  }

  /// @throws RuntimeException with which a confirmation has failed; it was the last one
  void throwIfFailed() {
    RuntimeException known = failure;
    if (known != null) {
      throw known;
    }
  }

  private void confirm() {
    int answered = asked.get();
    try {
      while (answered > 0) {
        confirmation.run();
        answered = asked.addAndGet(-answered);
      }
    } catch (RuntimeException failed) {
      failure = failed;
    }
  }
}
