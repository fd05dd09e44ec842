package dev.parkade.runtime.consuming;

import java.util.List;

/// What a service does with the messages of one poll.
@FunctionalInterface
public interface PollHandler {

  /// Called inside the transaction that also moves the group's position: whatever it writes to the
  /// database, the outbox included, happens exactly once per record, or not at all.
  ///
  /// The messages come in log order per partition. Duplicates that upstream produced are still
  /// possible and carry the same message id. Set-based work is expected: one statement per poll.
  ///
  /// @throws PoisonMessage if one message can never be handled; the poll is handed in again without
  ///     it
  /// @throws TransientFailure to have the whole poll tried again later
  void handle(List<Incoming> messages);
}
