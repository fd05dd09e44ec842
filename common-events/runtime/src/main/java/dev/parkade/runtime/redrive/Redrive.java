package dev.parkade.runtime.redrive;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LedgerFailure;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanOptions;
import dev.parkade.deadletters.plan.Planner;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.replay.ReplayListener;
import dev.parkade.deadletters.replay.ReplayResult;
import dev.parkade.deadletters.replay.ReplaySettings;
import dev.parkade.deadletters.replay.Replayer;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.selection.Period;
import dev.parkade.deadletters.selection.Replays;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.selection.SelectionBuilder;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.runtime.tracing.Spans;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Replays what has become ready on one dead-letter topic, as a person would: with a plan, a canary
/// and a run on the ledger that says who and why. A person who is at it comes first.
///
/// A look reads the whole topic, twice if something there waits for a cause to go away.
final class Redrive {

  private final KafkaAccess kafka;
  private final String topic;
  private final Operator operator;
  private final RedriveSettings settings;
  private final Spans spans;
  private final Clock clock;
  private final Planner planner;
  private final Replayer replayer;

  Redrive(
      KafkaAccess kafka,
      String topic,
      Operator operator,
      RedriveSettings settings,
      Spans spans,
      Clock clock,
      Ids ids) {
    this.kafka = kafka;
    this.topic = topic;
    this.operator = operator;
    this.settings = settings;
    this.spans = spans;
    this.clock = clock;
    this.planner = new Planner(kafka, clock, ids);
    this.replayer = Replayer.givingWay(kafka, clock, ids);
  }

  /// Looks once, and replays what is ready.
  ///
  /// @throws RuntimeException if something is away; what was replayed by then stands on the ledger
  Round run(StopSignal stop) {
    try {
      Set<DeadLetterId> ready = new LinkedHashSet<>();
      Optional<String> busy = find(ready);
      if (busy.isPresent()) {
        return Round.of(RoundEnd.LEASE_HELD, busy.get() + " is at it");
      }
      return ready.isEmpty() ? nothing() : replay(ready, stop);
    } catch (LedgerFailure.LeaseHeld e) {
      return Round.of(RoundEnd.LEASE_HELD, e.lease().who() + " is at it");
    } catch (LedgerFailure.Fenced e) {
      return Round.of(RoundEnd.FENCED, String.valueOf(e.getMessage()));
    }
  }

  /// Finds the first ones that are ready.
  ///
  /// @return who is at it, if somebody is
  private Optional<String> find(Set<DeadLetterId> ready) {
    Instant now = clock.instant();
    try (Ledger ledger = Ledger.read(kafka, List.of(topic));
        var log = new DeadLetterLog(kafka)) {
      Optional<String> busy =
          ledger.leases().stream()
              .filter(lease -> lease.topic().equals(topic) && lease.isLive(now))
              .map(lease -> lease.who())
              .findFirst();
      if (busy.isPresent()) {
        return busy;
      }
      Selection selection =
          selection()
              .at(new Period(null, now.minus(settings.minAge()).plusMillis(1)))
              // what is beyond the guard would only take the place of others
              .replays(new Replays(0, settings.maxReplays() - 1))
              .build();
      SelectedLetters.read(
          log,
          log.snapshot(List.of(topic)),
          selection,
          ledger,
          letter -> {
            if (ready.size() < settings.maxPerRun()) {
              ready.add(letter.id());
            }
          });
      return Optional.empty();
    }
  }

  private Round replay(Set<DeadLetterId> ready, StopSignal stop) {
    Plan plan =
        planner.plan(
            selection().ids(ready).build(),
            new PlanOptions(false, false, false, settings.maxReplays()),
            operator,
            new Reason("their cause is gone"));
    if (plan.counts().replayed() == 0) {
      return nothing();
    }
    var careful = ReplaySettings.defaults();
    var how =
        new ReplaySettings(
            settings.rate(),
            careful.maxLag(),
            careful.lagPatience(),
            settings.canaryTimeout(),
            careful.outcomeTimeout(),
            false,
            null);
    return round(plan, replayer.replay(plan, how, operator, stop, traced()));
  }

  private ReplayListener traced() {
    return new ReplayListener() {
      @Override
      public Traceparent trace(DeadLetterId id, String topic, @Nullable Traceparent before) {
        return spans.replaying(id.text(), topic, before);
      }
    };
  }

  private static Round round(Plan plan, ReplayResult result) {
    return switch (result) {
      case ReplayResult.Finished finished ->
          new Round(
              RoundEnd.FINISHED,
              finished.outcomes(),
              "run %s replayed %d: %s"
                  .formatted(plan.id(), finished.sent(), finished.outcomes().byState()));
      case ReplayResult.CanaryFailed failed ->
          Round.of(
              RoundEnd.CANARY_FAILED,
              "run %s stopped: its first one, %s, is %s, and %d were not sent"
                  .formatted(plan.id(), failed.canary(), failed.state(), failed.left()));
      case ReplayResult.HeldUp held ->
          Round.of(RoundEnd.HELD_UP, "run %s waited for %s".formatted(plan.id(), held.waitedFor()));
      case ReplayResult.Interrupted stopped ->
          Round.of(RoundEnd.INTERRUPTED, "run %s sent %d".formatted(plan.id(), stopped.sent()));
      case ReplayResult.Stale stale -> Round.of(RoundEnd.STALE, stale.staleness().toString());
      case ReplayResult.OtherCluster other ->
          throw new IllegalStateException("the cluster became another one: " + other);
    };
  }

  private static Round nothing() {
    return Round.of(RoundEnd.NOTHING, "nothing is ready");
  }

  private SelectionBuilder selection() {
    return Selection.builder().topic(topic).ready();
  }
}
