package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.Follower;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.plan.Letters;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.Review;
import dev.parkade.deadletters.route.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/// Sends what is left of a plan: the canary, then transaction by transaction, the
/// partitions in turn.
final class Execution implements AutoCloseable {

  private static final long CHUNK_BYTES = 32L * 1024 * 1024;
  private static final long TRANSACTION_BYTES = 4L * 1024 * 1024;
  private static final Duration LAG_LOOK = Duration.ofMillis(250);

  private final ReplaySettings settings;
  private final StopSignal stop;
  private final ReplayListener listener;
  private final Sessions sessions;
  private final Runs runs;
  private final Fetcher fetcher;
  private final Admin admin;
  private final Packing packing;
  private final TokenBucket bucket;
  private final Speedometer speedometer;
  private final Map<String, Follower> followers = new TreeMap<>();
  private final LagGuard lag;
  private final ArrayDeque<Lane> lanes = new ArrayDeque<>();
  private final long earlier;
  private final long total;
  private long sent;
  private long vanished;
  private long lagLooked;

  Execution(
      KafkaAccess kafka,
      Plan plan,
      ReplaySettings settings,
      StopSignal stop,
      ReplayListener listener,
      Sessions sessions,
      Runs runs,
      Review.Result review) {
    this.settings = settings;
    this.stop = stop;
    this.listener = listener;
    this.sessions = sessions;
    this.runs = runs;
    this.earlier = review.done();
    this.total = earlier + review.left().stream().mapToLong(Letters::size).sum();
    this.bucket = new TokenBucket(settings.rate(), System::nanoTime);
    this.speedometer = new Speedometer(System::nanoTime, earlier);
    Routes routes = plan.options().toOrigin() ? Routes.toOrigin() : Routes.toService();
    var transform = settings.transform();
    this.packing =
        new Packing(routes, transform == null ? null : new Transforming(transform), listener);
    this.fetcher = new Fetcher(kafka);
    this.admin = kafka.admin();
    this.lag = new LagGuard(admin, routes, plan.topics(), followers);
    long chunk = CHUNK_BYTES / Math.max(1, review.left().size());
    for (Letters letters : review.left()) {
      String run = plan.runOf(letters.partition().topic());
      lanes.add(new Lane(letters, run, fetcher, packing, listener, chunk));
    }
    if (!settings.canaryTimeout().isZero() || !settings.outcomeTimeout().isZero()) {
      plan.topics().forEach(topic -> followers.put(topic, follow(kafka, plan, topic)));
    }
    stop.onStop(() -> followers.values().forEach(Follower::wake));
  }

  private Follower follow(KafkaAccess kafka, Plan plan, String topic) {
    List<String> topics = List.of(topic);
    if (earlier == 0) {
      return Follower.fromNow(kafka, topics);
    }
    Instant began = runs.began();
    Follower follower = Follower.since(kafka, topics, began);
    String run = plan.runOf(topic);
    sessions
        .of(topic)
        .ledger()
        .letters(
            (id, state, replay, by) -> {
              if (by.equals(run) && state == LetterState.REPLAYED) {
                follower.sent(id, replay);
              }
            });
    return follower;
  }

  ReplayResult run() {
    listener.begins(total - earlier, earlier);
    ReplayResult early = settings.canaryTimeout().isZero() ? null : canary();
    while (early == null && !lanes.isEmpty()) {
      early = step();
    }
    return early == null ? finish() : early;
  }

  /// The first one alone.
  ///
  /// @return null if it came to a good end
  private @Nullable ReplayResult canary() {
    Lane lane = lanes.peekFirst();
    while (lane != null) {
      if (stop.isSet()) {
        return interrupted();
      }
      List<Outgoing> first = take(lane, 1);
      if (!first.isEmpty()) {
        return canary(lane.topic(), first.getFirst());
      }
      lane = lanes.peekFirst();
    }
    return null;
  }

  private @Nullable ReplayResult canary(String topic, Outgoing canary) {
    Follower follower = Objects.requireNonNull(followers.get(topic));
    send(topic, List.of(canary));
    DeadLetterId id = canary.id();
    listener.canarySent(id);
    follower.await(
        () -> stop.isSet() || follower.stateOf(id, canary.replay()) != LetterState.REPLAYED,
        settings.canaryTimeout());
    LetterState state = follower.stateOf(id, canary.replay());
    listener.canaryEnded(id, state);
    tellOutcomes();
    return switch (state) {
      case HANDLED, DUPLICATE, REFUSED -> null;
      default -> {
        if (state == LetterState.REPLAYED && stop.isSet()) {
          yield interrupted();
        }
        runs.interrupt(
            "the canary " + id + (heard(state) ? " failed again" : " has no outcome"), outcomes());
        yield new ReplayResult.CanaryFailed(id, state, left());
      }
    };
  }

  private static boolean heard(LetterState state) {
    return state != LetterState.REPLAYED;
  }

  /// The next transaction.
  ///
  /// @return null to go on
  private @Nullable ReplayResult step() {
    ReplayResult held = awaitLag();
    if (held != null) {
      return held;
    }
    int portion = bucket.portion();
    if (stop.isSet() || stop.await(bucket.waitFor(portion))) {
      return interrupted();
    }
    Lane lane = lanes.removeFirst();
    lanes.addLast(lane);
    List<Outgoing> letters = take(lane, portion);
    if (!letters.isEmpty()) {
      bucket.take(letters.size());
      send(lane.topic(), letters);
    }
    return null;
  }

  /// What a lane has next; a lane that has nothing is done.
  private List<Outgoing> take(Lane lane, int count) {
    List<Outgoing> letters = lane.take(count, TRANSACTION_BYTES);
    if (letters.isEmpty()) {
      vanished += lane.vanished();
      lanes.remove(lane);
    }
    return letters;
  }

  private void send(String topic, List<Outgoing> letters) {
    Follower follower = followers.get(topic);
    runs.send(topic, letters);
    if (follower != null) {
      letters.forEach(letter -> follower.sent(letter.id(), letter.replay()));
    }
    sent += letters.size();
    listener.progress(speedometer.at(earlier + sent, total));
    tellOutcomes();
  }

  /// Waits until the services can take more.
  ///
  /// @return null if they can
  private @Nullable ReplayResult awaitLag() {
    long now = System.nanoTime();
    if (settings.maxLag() == 0 || (sent > 1 && now - lagLooked < LAG_LOOK.toNanos())) {
      return null;
    }
    lagLooked = now;
    LagGuard.Lag behind = lag.now();
    long lowest = Long.MAX_VALUE;
    long fell = now;
    while (behind.records() > settings.maxLag()) {
      if (behind.records() < lowest) {
        lowest = behind.records();
        fell = System.nanoTime();
      } else if (System.nanoTime() - fell > settings.lagPatience().toNanos()) {
        runs.interrupt(behind.what(), outcomes());
        return new ReplayResult.HeldUp(sent, left(), behind.what());
      }
      listener.waits(behind.what());
      if (stop.await(LAG_LOOK)) {
        return interrupted();
      }
      sessions.check();
      behind = lag.now();
    }
    return null;
  }

  private ReplayResult interrupted() {
    runs.interrupt("somebody stopped it", outcomes());
    return new ReplayResult.Interrupted(sent, left());
  }

  private ReplayResult finish() {
    if (!settings.outcomeTimeout().isZero()) {
      for (Follower follower : followers.values()) {
        awaitOutcomes(follower);
      }
    }
    Map<String, OutcomeCounts> outcomes = outcomes();
    if (stop.isSet() && inFlight(outcomes) > 0 && !followers.isEmpty()) {
      // all is sent, and nobody waits for the rest
      listener.waits("nothing any more: " + inFlight(outcomes) + " are still in flight");
    }
    runs.finish(outcomes);
    OutcomeCounts all = sum(outcomes);
    if (followers.isEmpty()) {
      all = new OutcomeCounts(0, 0, 0, 0, sent + earlier);
    }
    return new ReplayResult.Finished(sent, earlier, packing.refused() + vanished, all);
  }

  private void awaitOutcomes(Follower follower) {
    OutcomeCounts heard = follower.counts();
    while (heard.inFlight() > 0 && !stop.isSet()) {
      listener.awaitsOutcomes(heard.inFlight());
      OutcomeCounts last = heard;
      boolean news =
          follower.await(
              () -> stop.isSet() || !follower.counts().equals(last), settings.outcomeTimeout());
      sessions.check();
      if (!news) {
        return;
      }
      heard = follower.counts();
      tellOutcomes();
    }
  }

  private void tellOutcomes() {
    if (!followers.isEmpty()) {
      listener.outcomes(sum(outcomes()));
    }
  }

  private static OutcomeCounts sum(Map<String, OutcomeCounts> outcomes) {
    return outcomes.values().stream().reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
  }

  private Map<String, OutcomeCounts> outcomes() {
    Map<String, OutcomeCounts> outcomes = new HashMap<>();
    followers.forEach((topic, follower) -> outcomes.put(topic, follower.counts()));
    return outcomes;
  }

  private static long inFlight(Map<String, OutcomeCounts> outcomes) {
    return outcomes.values().stream().mapToLong(OutcomeCounts::inFlight).sum();
  }

  private long left() {
    return total - earlier - sent - packing.refused() - vanished;
  }

  @Override
  public void close() {
    followers.values().forEach(Follower::close);
    fetcher.close();
    admin.close();
  }
}
