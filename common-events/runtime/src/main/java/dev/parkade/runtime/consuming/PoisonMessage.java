package dev.parkade.runtime.consuming;

import dev.parkade.messages.deadletter.DeadLetterReason;

/// Thrown for a readable message that no attempt can ever process. It is set aside at once.
public final class PoisonMessage extends RuntimeException {

  private final transient Incoming message;
  private final DeadLetterReason reason;

  /// @param message the one that is set aside; the others of its poll are handled without it
  /// @param detail one sentence with ids, without payload
  public PoisonMessage(Incoming message, DeadLetterReason reason, String detail) {
    super(detail);
    this.message = message;
    this.reason = reason;
  }

  Incoming message() {
    return message;
  }

  DeadLetterReason reason() {
    return reason;
  }
}
