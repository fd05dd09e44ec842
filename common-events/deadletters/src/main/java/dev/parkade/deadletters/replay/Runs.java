package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.ledger.RunStatus;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlannedPartition;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/// Writes down what is sent: the letters and their entries in one transaction, and how far
/// each run has come. A run is the part of a plan that belongs to one dead-letter topic.
final class Runs {

  private final Plan plan;
  private final Sessions sessions;
  private final Operator operator;
  private final Clock clock;
  private final Map<String, RunEntry> runs = new HashMap<>();

  Runs(Plan plan, Sessions sessions, Operator operator, Clock clock) {
    this.plan = plan;
    this.sessions = sessions;
    this.operator = operator;
    this.clock = clock;
    plan.topics().forEach(topic -> runs.put(topic, begun(topic)));
  }

  /// When the oldest of them began.
  Instant began() {
    return runs.values().stream().map(RunEntry::started).min(Instant::compareTo).orElseThrow();
  }

  /// Sends letters of one topic: all of them, and what the ledger says of them, or nothing.
  void send(String topic, List<Outgoing> letters) {
    RunEntry run = run(topic);
    RunEntry further = run.progressed(run.done() + letters.size());
    Instant now = now();
    sessions
        .of(topic)
        .transaction(
            batch -> {
              for (Outgoing letter : letters) {
                // its failure aborts the transaction
                var unused = batch.send(letter.record());
                batch.act(
                    letter.id(),
                    new LetterAction.Replayed(
                        run.id(),
                        letter.replay(),
                        letter.record().topic(),
                        letter.record().partition(),
                        now,
                        operator.who(),
                        plan.why(),
                        letter.transformedBy()));
              }
              batch.put(further);
            });
    runs.put(topic, further);
  }

  /// All was sent.
  void finish(Map<String, OutcomeCounts> outcomes) {
    end((topic, run) -> run.finished(now(), counts(outcomes, topic)));
  }

  /// Something was not.
  void interrupt(String why, Map<String, OutcomeCounts> outcomes) {
    end((topic, run) -> run.interrupted(now(), why, counts(outcomes, topic)));
  }

  private void end(BiFunction<String, RunEntry, RunEntry> how) {
    for (Map.Entry<String, RunEntry> entry : Map.copyOf(runs).entrySet()) {
      RunEntry ended = how.apply(entry.getKey(), entry.getValue());
      sessions.of(entry.getKey()).transaction(batch -> batch.put(ended));
      runs.put(entry.getKey(), ended);
    }
  }

  private static Map<String, Long> counts(Map<String, OutcomeCounts> outcomes, String topic) {
    return outcomes.getOrDefault(topic, OutcomeCounts.NONE).byState();
  }

  /// The run as it stands on the ledger if the plan was begun before.
  private RunEntry begun(String topic) {
    String id = plan.runOf(topic);
    long total =
        plan.partitions().stream()
            .filter(p -> p.topic().equals(topic))
            .mapToLong(PlannedPartition::letters)
            .sum();
    RunEntry before = sessions.of(topic).ledger().run(id).orElse(null);
    return new RunEntry(
        id,
        topic,
        RunKind.REPLAY,
        before == null ? operator.who() : before.who(),
        plan.why(),
        operator.host(),
        before == null ? now() : before.started(),
        plan.id(),
        plan.selection().describe(),
        plan.counts().byReason(),
        total,
        before == null ? 0 : before.done(),
        RunStatus.RUNNING,
        null,
        null,
        Map.of());
  }

  private RunEntry run(String topic) {
    return Objects.requireNonNull(runs.get(topic));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
