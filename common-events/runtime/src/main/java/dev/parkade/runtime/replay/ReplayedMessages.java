package dev.parkade.runtime.replay;

import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.text.Sentence;
import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.outbox.Outgoing;

/// Says what became of replayed dead letters. It goes out with the other messages of the
/// transaction that decided it, so it is said if and only if it has happened.
public final class ReplayedMessages {

  private final Messages messages;

  public ReplayedMessages(Messages messages) {
    this.messages = messages;
  }

  /// The news that a replay has come to its end.
  ///
  /// @param cause the message that brought that about: the replayed one, or the one that made it
  ///     void
  /// @param detail a word or a sentence for people, without payload
  public Outgoing settled(Replay replay, Message<?> cause, ReplayOutcome outcome, String detail) {
    String letter = replay.deadLetter();
    var body = new DeadLetterSettled(letter, replay.number(), outcome, Sentence.of(detail));
    return new Outgoing(Topics.DLQ_OUTCOMES, letter, messages.causedBy(cause, body, letter));
  }
}
