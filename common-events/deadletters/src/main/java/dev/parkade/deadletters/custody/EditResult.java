package dev.parkade.deadletters.custody;

import dev.parkade.messages.id.MessageId;

/// What became of an edit.
public sealed interface EditResult {

  /// The new message is on its way, and the letter is dealt with.
  ///
  /// @param run the run on the ledger
  /// @param replay its how many-th replay it counts as: outcomes name it
  record Sent(String run, MessageId message, int replay, String topic, int partition)
      implements EditResult {}

  /// Nothing was sent.
  ///
  /// @param why one sentence for people, without the payload
  record Refused(String why) implements EditResult {}
}
