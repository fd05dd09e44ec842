package dev.parkade.runtime.consuming;

import dev.parkade.messages.wire.Decoded;

/// Takes the messages that a handler finds to be poison only when it handles them, because what it
/// needs to know stands in the database.
@FunctionalInterface
public interface SetAside {

  /// Makes this message of the poll a dead letter, with its bytes, together with the effects of the
  /// others: none of them is handled again or waits for it. Nothing of its own may have been
  /// written. If the transaction rolls back, the handler is asked again.
  void accept(Incoming message, Decoded.Poison why);
}
