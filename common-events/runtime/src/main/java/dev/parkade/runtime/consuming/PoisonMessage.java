package dev.parkade.runtime.consuming;

import dev.parkade.messages.deadletter.DeadLetterReason;

/// Thrown for a readable message that no attempt can ever process. It is set aside at once.
public final class PoisonMessage extends RuntimeException {

  private final DeadLetterReason reason;

  /// @param detail one sentence with ids, without payload
  public PoisonMessage(DeadLetterReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  DeadLetterReason reason() {
    return reason;
  }
}
