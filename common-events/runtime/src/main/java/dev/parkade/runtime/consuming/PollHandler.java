package dev.parkade.runtime.consuming;

import dev.parkade.messages.wire.Decoded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service does with the messages of one poll.
@FunctionalInterface
public interface PollHandler {

  /// Called inside the transaction that also moves the group's position: whatever it writes to the
  /// database, the outbox included, happens exactly once per record, or not at all.
  ///
  /// The messages come in log order per partition. Duplicates that upstream produced are still
  /// possible and carry the same message id. Set-based work is expected: one statement per poll.
  ///
  /// @param aside takes those that turn out to be poison
  /// @param opening moves the position, to be run before anything is written; what the handler asks
  ///     first may travel with it. One that is left alone is run behind the handler
  /// @throws TransientFailure to have the whole poll tried again later
  void handle(List<Incoming> messages, SetAside aside, Opening opening);

  /// What makes a readable message poison here although it belongs on its topic; null if nothing
  /// does. Asked before there is a transaction, so that no other message of the poll waits for it.
  default Decoded.@Nullable Poison poisonIn(Incoming message) {
    return null;
  }
}
