package dev.parkade.deadletters.outcome;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Understands what is said about replays: events on `dlq.outcomes`, and dead letters that
/// say whose replay they were. What cannot be understood says nothing.
final class Hearing {

  /// The end of one replay.
  record Ending(DeadLetterId letter, int replay, LetterState how) {}

  private final MessageCodec codec = new MessageCodec();

  Optional<Ending> of(ConsumerRecord<byte[], byte[]> record) {
    return record.topic().equals(Topics.DLQ_OUTCOMES.name())
        ? settled(record)
        : failedAgain(new DeadLetter(record));
  }

  private Optional<Ending> settled(ConsumerRecord<byte[], byte[]> record) {
    Decoded decoded =
        codec.decode(
            name -> {
              Header header = record.headers().lastHeader(name);
              return header == null ? null : header.value();
            },
            record.value());
    return decoded instanceof Decoded.Readable(var message)
            && message.body() instanceof DeadLetterSettled settled
        ? DeadLetterId.parse(settled.deadLetter())
            .map(id -> new Ending(id, settled.replay(), state(settled.outcome())))
        : Optional.empty();
  }

  private static Optional<Ending> failedAgain(DeadLetter letter) {
    // the cheap look first: nearly no dead letter was a replay
    return letter.replays() == 0
        ? Optional.empty()
        : letter.replayOf().map(of -> new Ending(of, letter.replays(), LetterState.FAILED_AGAIN));
  }

  private static LetterState state(ReplayOutcome outcome) {
    return switch (outcome) {
      case HANDLED -> LetterState.HANDLED;
      case DUPLICATE -> LetterState.DUPLICATE;
      case REFUSED -> LetterState.REFUSED;
    };
  }
}
