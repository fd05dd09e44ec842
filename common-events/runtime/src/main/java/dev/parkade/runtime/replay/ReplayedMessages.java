package dev.parkade.runtime.replay;

import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.text.Sentence;
import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.outbox.Outgoing;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Says what became of replayed dead letters. It goes out with the other messages of the
/// transaction that decided it, so it is said if and only if it has happened.
public final class ReplayedMessages {

  private final Messages messages;
  private final ReplayMetrics metrics;

  public ReplayedMessages(Messages messages, MeterRegistry meters) {
    this.messages = messages;
    this.metrics = new ReplayMetrics(meters);
  }

  /// The news that a replay has come to its end. It is counted when the current transaction has
  /// committed.
  ///
  /// @param cause the message that brought that about: the replayed one, or the one that made it
  ///     void
  /// @param detail a word or a sentence for people, without payload
  public Outgoing settled(Replay replay, Message<?> cause, ReplayOutcome outcome, String detail) {
    String letter = replay.deadLetter();
    var body = new DeadLetterSettled(letter, replay.number(), outcome, Sentence.of(detail));
    countOnCommit(outcome);
    return new Outgoing(Topics.DLQ_OUTCOMES, letter, messages.causedBy(cause, body, letter));
  }

  private void countOnCommit(ReplayOutcome outcome) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      metrics.ended(outcome);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            metrics.ended(outcome);
          }
        });
  }
}
