package dev.parkade.messages.wire;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Message;

/// What a record turned out to be.
public sealed interface Decoded {

  /// A message of ours.
  record Readable(Message<?> message) implements Decoded {}

  /// A record that no attempt can process.
  ///
  /// @param detail one sentence for people; never contains the payload
  record Poison(DeadLetterReason reason, String detail) implements Decoded {}
}
