package dev.parkade.runtime.relay;

import org.jspecify.annotations.Nullable;

/// Why the relay starts over. Nothing is lost: whatever is not confirmed comes again from the slot.
final class RelayFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RelayFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
