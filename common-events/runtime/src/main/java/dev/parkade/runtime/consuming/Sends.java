package dev.parkade.runtime.consuming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Waits for the broker's acknowledgements.
public final class Sends {

  private Sends() {}

  /// Returns when all of it is acknowledged.
  ///
  /// @throws TransientFailure if the broker did not take it; the producer's own delivery time-out
  ///     bounds the wait
  public static void await(CompletableFuture<?> sent) {
    try {
      sent.join();
    } catch (CompletionException e) {
      throw new TransientFailure("the broker did not acknowledge: " + e.getCause(), e);
    }
  }
}
