package dev.parkade.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.text.Sentence;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class ReplayedMessagesTest {

  private static final Replay REPLAY = new Replay("payment.dlq-3@17", 2);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Messages messages =
      new Messages("test", TestClock.atNoon(), new SequentialIds()::get);
  private final ReplayedMessages replayed = new ReplayedMessages(messages, meters);
  private final Traceparent trace = Traceparent.start();
  private final Message<?> cause =
      messages.first(
          new DeadLetterSettled("any", 1, ReplayOutcome.HANDLED, ""), "a", "an order", trace);

  @Test
  void saysItUnderTheDeadLetterAsCausedByTheMessageThatWasReplayed() {
    var news = replayed.settled(REPLAY, cause, ReplayOutcome.REFUSED, "ALREADY_VOIDED");

    assertThat(news.topic()).isEqualTo(Topics.DLQ_OUTCOMES);
    assertThat(news.key()).isEqualTo("payment.dlq-3@17");
    assertThat(news.message().body())
        .isEqualTo(
            new DeadLetterSettled("payment.dlq-3@17", 2, ReplayOutcome.REFUSED, "ALREADY_VOIDED"));
    var envelope = news.message().envelope();
    assertThat(envelope.subject()).isEqualTo("payment.dlq-3@17");
    assertThat(envelope.correlationId()).isEqualTo("an order");
    assertThat(envelope.causationId()).isEqualTo(cause.id());
    assertThat(envelope.traceparent())
        .isNotNull()
        .returns(cause.envelope().traceparent().traceId(), Traceparent::traceId);
  }

  @Test
  void countsWhatBecameOfReplaysOnceItIsCommitted() {
    assertThat(replays(ReplayOutcome.HANDLED)).as("there from the start").isZero();
    TransactionSynchronizationManager.initSynchronization();
    try {
      replayed.settled(REPLAY, cause, ReplayOutcome.HANDLED, "");
      assertThat(replays(ReplayOutcome.HANDLED)).as("before the commit").isZero();

      TransactionSynchronizationManager.getSynchronizations()
          .forEach(TransactionSynchronization::afterCommit);
    } finally {
      TransactionSynchronizationManager.clearSynchronization();
    }

    assertThat(replays(ReplayOutcome.HANDLED)).isEqualTo(1);
    assertThat(replays(ReplayOutcome.DUPLICATE)).isZero();
  }

  private double replays(ReplayOutcome outcome) {
    return meters
        .get("parkade.deadletter.replays")
        .tag("outcome", outcome.name())
        .counter()
        .count();
  }

  @Test
  void aDetailOfAnyLengthFits() {
    var news = replayed.settled(REPLAY, cause, ReplayOutcome.HANDLED, "x".repeat(100_000));

    assertThat(((DeadLetterSettled) news.message().body()).detail())
        .hasSize(Sentence.MAX_LENGTH)
        .endsWith("…");
  }
}
