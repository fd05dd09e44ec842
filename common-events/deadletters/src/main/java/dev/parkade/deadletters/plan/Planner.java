package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.deadletters.selection.CustomerReadiness;
import dev.parkade.deadletters.selection.Readiness;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.envelope.Ids;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/// Makes plans: looks at what stands there now, and changes nothing.
public final class Planner {

  private final KafkaAccess kafka;
  private final Clock clock;
  private final Ids ids;

  public Planner(KafkaAccess kafka, Clock clock, Ids ids) {
    this.kafka = kafka;
    this.clock = clock;
    this.ids = ids;
  }

  /// A plan for what the selection takes now; of all dead-letter topics if it names none.
  ///
  /// @param operator who wants it
  /// @param why the reason that the audit log will keep
  public Plan plan(Selection selection, PlanOptions options, Operator operator, Reason why) {
    Collection<String> topics = selection.topics().isEmpty() ? Routes.TOPICS : selection.topics();
    try (DeadLetterLog log = new DeadLetterLog(kafka);
        Outcomes outcomes = Outcomes.read(kafka, topics)) {
      var created = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Snapshot snapshot = log.snapshot(topics);
      Readiness ready = readiness(log, snapshot, selection, options, outcomes);
      var judge = new Judge(options, outcomes, ready);
      var draft = new Draft();
      log.read(
          selection.within(snapshot),
          record -> {
            var letter = new DeadLetter(record);
            if (selection.matches(letter, outcomes, ready)) {
              draft.take(letter, judge.of(letter));
            } else {
              draft.pass(letter);
            }
          });
      return new Plan(
          ids.get().toString(),
          Cluster.id(kafka),
          created,
          operator.who(),
          why.text(),
          selection,
          options,
          draft.partitions(snapshot),
          draft.counts());
    }
  }

  /// What can be known about customers, if the answer matters.
  static Readiness readiness(
      DeadLetterLog log, Snapshot snapshot, Selection selection, PlanOptions options, Fates fates) {
    return options.notReady() && !selection.asksForReadiness()
        ? Readiness.notAsked()
        : CustomerReadiness.read(log, snapshot, selection, fates);
  }
}
