package dev.parkade.messages.envelope;

import dev.parkade.messages.id.MessageId;

/// A message: its body in its envelope.
public record Message<T extends MessageBody>(Envelope envelope, T body) {

  /// The message id; for a command that is sent again, the same id again.
  public MessageId id() {
    return envelope.id();
  }

  /// The same message as part of this trace: what it causes is a child of that span.
  public Message<T> in(Traceparent trace) {
    var e = envelope;
    return new Message<>(
        new Envelope(
            e.id(), e.source(), e.subject(), e.time(), e.correlationId(), e.causationId(), trace),
        body);
  }
}
