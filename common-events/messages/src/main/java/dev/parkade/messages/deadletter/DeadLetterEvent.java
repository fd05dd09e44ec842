package dev.parkade.messages.deadletter;

import dev.parkade.messages.envelope.MessageBody;

/// What services say about dead letters. Keyed by the dead letter.
public sealed interface DeadLetterEvent extends MessageBody permits DeadLetterSettled {

  /// Which one: `topic-partition@offset`.
  String deadLetter();
}
