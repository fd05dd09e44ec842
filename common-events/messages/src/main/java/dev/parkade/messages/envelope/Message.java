package dev.parkade.messages.envelope;

import dev.parkade.messages.id.MessageId;

/// A message: its body in its envelope.
public record Message<T extends MessageBody>(Envelope envelope, T body) {

  /// The message id; for a command that is sent again, the same id again.
  public MessageId id() {
    return envelope.id();
  }
}
