package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Claim;
import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.envelope.Ids;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The sessions of all dead-letter topics of a plan: either all are ours, or none.
final class Sessions implements AutoCloseable {

  /// What the ledger knows without asking what services have said.
  private static final Set<LetterState> OF_THE_LEDGER =
      EnumSet.of(LetterState.OPEN, LetterState.DISCARDED, LetterState.EDITED);

  private final Map<String, LedgerWriter> sessions = new TreeMap<>();

  private Sessions() {}

  static Sessions open(
      KafkaAccess kafka,
      Collection<String> topics,
      Operator operator,
      Claim claim,
      Clock clock,
      Ids ids) {
    var opened = new Sessions();
    try {
      for (String topic : topics.stream().sorted().toList()) {
        opened.sessions.put(topic, LedgerWriter.open(kafka, topic, operator, claim, clock, ids));
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  LedgerWriter of(String topic) {
    return Objects.requireNonNull(sessions.get(topic));
  }

  /// The run that did the last thing with a letter.
  Optional<String> runOf(DeadLetterId id) {
    return of(id.topic()).ledger().runOf(id);
  }

  /// What became of letters, in as much detail as the selection asks for.
  Fates fates(KafkaAccess kafka, Selection selection) {
    Map<String, Fates> byTopic = new HashMap<>();
    boolean ledgerKnows = OF_THE_LEDGER.containsAll(selection.states());
    sessions.forEach(
        (topic, session) ->
            byTopic.put(
                topic,
                ledgerKnows
                    ? session.ledger()
                    : Outcomes.over(kafka, session.ledger(), List.of(topic))));
    return new Fates() {
      @Override
      public LetterState stateOf(DeadLetterId id) {
        return Objects.requireNonNull(byTopic.get(id.topic())).stateOf(id);
      }

      @Override
      public int replaysOf(DeadLetterId id) {
        return Objects.requireNonNull(byTopic.get(id.topic())).replaysOf(id);
      }
    };
  }

  /// @throws dev.parkade.deadletters.ledger.LedgerFailure.Fenced if somebody took over
  void check() {
    sessions.values().forEach(LedgerWriter::check);
  }

  @Override
  public void close() {
    sessions.values().forEach(LedgerWriter::close);
  }
}
