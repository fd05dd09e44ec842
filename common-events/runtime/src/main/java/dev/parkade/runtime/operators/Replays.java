package dev.parkade.runtime.operators;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.replay.ReplaySettings;
import dev.parkade.deadletters.replay.Replayer;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.tracing.Spans;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out plans in the background, one at a time, and remembers the last ones. What was sent
/// stands on the ledger, so nothing is lost with this memory: the same plan goes on.
final class Replays implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Replays.class);

  /// How long a request waits to hear whether its plan holds: a million dead letters take longer.
  private static final Duration BEGINNING = Duration.ofSeconds(10);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int REMEMBERED = 20;

  private final KafkaAccess kafka;
  private final String topic;
  private final Spans spans;
  private final Replayer replayer;
  private final Clock clock;
  private final Map<String, RunningReplay> known = new LinkedHashMap<>();
  private @Nullable RunningReplay current;
  private @Nullable Thread thread;
  private boolean closed;

  Replays(KafkaAccess kafka, String topic, Spans spans, Clock clock, Ids ids) {
    this.kafka = kafka;
    this.topic = topic;
    this.spans = spans;
    this.replayer = new Replayer(kafka, clock, ids);
    this.clock = clock;
  }

  /// Starts to carry out a plan, or to go on with it.
  ///
  /// @throws ProblemException if it is known within some seconds that nothing can be done
  ReplayView start(Plan plan, ReplaySettings settings, Author author) {
    RunningReplay replay = begin(plan, settings, author);
    try {
      replay.awaitBeginning(BEGINNING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ProblemException refusal = replay.refusal();
    if (refusal != null) {
      forget(replay);
      throw refusal;
    }
    return replay.view();
  }

  private synchronized RunningReplay begin(Plan plan, ReplaySettings settings, Author author) {
    mustBeFree();
    if (closed) {
      throw new ProblemException(CommonProblems.UNAVAILABLE, "the service is about to stop");
    }
    var replay = new RunningReplay(plan, author, spans, clock);
    current = replay;
    // one that is replayed again is the newest
    known.remove(replay.id());
    known.put(replay.id(), replay);
    if (known.size() > REMEMBERED) {
      known.remove(known.keySet().iterator().next());
    }
    thread = Thread.ofVirtual().name("replay-of-" + topic).start(() -> carryOut(replay, settings));
    return replay;
  }

  /// @throws ProblemException if one is carried out now
  synchronized void mustBeFree() {
    if (current != null && !current.isOver()) {
      throw new ProblemException(
          WriteProblems.REPLAY_RUNNING,
          "replay %s of %s is %s"
              .formatted(current.id(), current.author().operator().who(), current.view().state()),
          Map.of("replay", current.id()));
    }
  }

  private void carryOut(RunningReplay replay, ReplaySettings settings) {
    log.info(
        "{} replays {} dead letters of {}: {}",
        replay.author().operator().who(),
        replay.plan().counts().replayed(),
        topic,
        replay.author().why().text());
    try {
      replay.ends(
          replayer.replay(
              replay.plan(), settings, replay.author().operator(), replay.stop(), replay));
    } catch (RuntimeException e) {
      replay.fails(problem(replay, e));
    }
    ReplayView end = replay.view();
    log.info("replay {} of {} is {}: {}", replay.id(), topic, end.state(), end.outcomes());
  }

  private ProblemException problem(RunningReplay replay, RuntimeException thrown) {
    try {
      return EngineFailures.of(thrown);
    } catch (RuntimeException bug) {
      log.error("replay {} of {} failed", replay.id(), topic, bug);
      return new ProblemException(
          CommonProblems.INTERNAL, "replay " + replay.id() + " failed; the log says why");
    }
  }

  private synchronized void forget(RunningReplay replay) {
    known.remove(replay.id(), replay);
  }

  /// The last ones, the newest first.
  synchronized List<ReplayView> all() {
    return List.copyOf(known.values()).reversed().stream().map(RunningReplay::view).toList();
  }

  /// One of them.
  ///
  /// @throws ProblemException if it is not one of them; it says what the ledger knows
  ReplayView one(String id) {
    return find(id).view();
  }

  /// Stops one after the transaction in hand. One that is over stays as it is.
  ReplayView cancel(String id) {
    RunningReplay replay = find(id);
    replay.stop().stop();
    return replay.view();
  }

  private RunningReplay find(String id) {
    RunningReplay here;
    synchronized (this) {
      here = known.get(id);
    }
    if (here == null) {
      throw elsewhere(id);
    }
    return here;
  }

  private ProblemException elsewhere(String id) {
    Optional<RunEntry> run;
    try (Ledger ledger = Ledger.read(kafka, List.of(topic))) {
      run = ledger.run(id).filter(it -> it.topic().equals(topic));
    } catch (KafkaException e) {
      return DeskProblems.brokerAway(String.valueOf(e.getMessage()));
    }
    return run.map(Replays::gone)
        .orElseGet(
            () ->
                new ProblemException(
                    WriteProblems.REPLAY_UNKNOWN, "neither this instance nor the ledger knows it"));
  }

  private static ProblemException gone(RunEntry run) {
    return new ProblemException(
        WriteProblems.REPLAY_GONE,
        "the ledger says of run %s: %s, %d of %d sent by %s on %s%s"
            .formatted(
                run.id(),
                run.status(),
                run.done(),
                run.total(),
                run.who(),
                run.host(),
                run.detail() == null ? "" : "; " + run.detail()),
        Map.of("run", RunView.of(run)));
  }

  /// Finishes the transaction in hand.
  @Override
  public void close() {
    RunningReplay last;
    Thread at;
    synchronized (this) {
      closed = true;
      last = current;
      at = thread;
    }
    if (last == null) {
      return;
    }
    last.stop().stop();
    try {
      if (!last.awaitEnd(STOP_LIMIT)) {
        Objects.requireNonNull(at).interrupt();
        var unused = last.awaitEnd(STOP_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
