package dev.parkade.runtime.relay;

import org.jspecify.annotations.Nullable;

/// Why the relay starts over. Nothing is lost: whatever is not confirmed comes again from the slot.
final class RelayFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RelayFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// What went wrong, and what was at the bottom of it, in one line.
  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(failure.getMessage()).strip();
    String bottom = String.valueOf(root.getMessage()).strip();
    return message.contains(bottom) ? message : message + " (" + bottom + ")";
  }
}
