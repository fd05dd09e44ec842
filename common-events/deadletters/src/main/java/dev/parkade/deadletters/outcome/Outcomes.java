package dev.parkade.deadletters.outcome;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/// What became of dead letters, to the very end: what the ledger says was done with them,
/// and what their services have said since about those that were replayed. Not thread-safe.
///
/// An end counts for the replay that it names and for no other. Anybody who may write to a
/// dead-letter topic or to `dlq.outcomes` can claim one: rights on topics are the guard.
public final class Outcomes implements Fates, AutoCloseable {

  /// How soon somebody who waits notices that he is to stop.
  private static final Duration STOP_CHECK = Duration.ofMillis(250);

  private final Ledger ledger;
  private final Endings endings;

  private Outcomes(Ledger ledger, Endings endings) {
    this.ledger = ledger;
    this.endings = endings;
  }

  /// Reads what is committed now. As long as nothing was ever replayed this costs next to
  /// nothing.
  ///
  /// @param topics the dead-letter topics of which it is wanted
  public static Outcomes read(KafkaAccess kafka, Collection<String> topics) {
    Ledger ledger = Ledger.read(kafka, topics);
    try {
      return over(kafka, ledger, topics);
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  /// The same for a ledger that was read already. Closing this one closes it.
  public static Outcomes over(KafkaAccess kafka, Ledger ledger, Collection<String> topics) {
    var endings = new Endings(List.copyOf(topics));
    Optional<Instant> first = firstReplay(ledger, topics);
    if (first.isPresent()) {
      read(kafka, topics, first.get(), endings);
    }
    return new Outcomes(ledger, endings);
  }

  private static OutcomeCounts await(
      Follower follower, Duration limit, BooleanSupplier stop, Listener each) {
    long deadline = System.nanoTime() + limit.toNanos();
    follower.awaitCaughtUp(limit);
    while (true) {
      OutcomeCounts counts = follower.counts();
      each.counts(counts);
      long left = deadline - System.nanoTime();
      if (counts.inFlight() == 0 || left <= 0 || stop.getAsBoolean()) {
        return counts;
      }
      Duration slice = Duration.ofNanos(Math.min(left, STOP_CHECK.toNanos()));
      follower.await(() -> !follower.counts().equals(counts), slice);
    }
  }

  private static Optional<Instant> firstReplay(Ledger ledger, Collection<String> topics) {
    return ledger.runs().stream()
        .filter(run -> run.kind() == RunKind.REPLAY && topics.contains(run.topic()))
        .map(RunEntry::started)
        .min(Instant::compareTo);
  }

  private static void read(
      KafkaAccess kafka, Collection<String> topics, Instant since, Endings endings) {
    var hearing = new Hearing();
    List<String> all = new ArrayList<>(topics);
    all.add(Topics.DLQ_OUTCOMES.name());
    try (var log = new DeadLetterLog(kafka);
        var consumer = kafka.consumer()) {
      Map<TopicPartition, Snapshot.Range> whole = log.snapshot(all).ranges();
      Map<TopicPartition, Long> ends = new HashMap<>();
      whole.forEach((p, range) -> ends.put(p, range.end()));
      Map<TopicPartition, Snapshot.Range> late = new HashMap<>();
      Since.offsets(consumer, ends, since)
          .forEach((p, from) -> late.put(p, new Snapshot.Range(from, ends.getOrDefault(p, from))));
      log.read(
          new Snapshot(late),
          record ->
              hearing
                  .of(record)
                  .ifPresent(said -> endings.ended(said.letter(), said.replay(), said.how())));
    }
  }

  @Override
  public LetterState stateOf(DeadLetterId id) {
    LetterState done = ledger.stateOf(id);
    return done == LetterState.REPLAYED ? endings.stateOf(id, ledger.replaysOf(id)) : done;
  }

  @Override
  public int replaysOf(DeadLetterId id) {
    return ledger.replaysOf(id);
  }

  @Override
  public void close() {
    ledger.close();
  }

  /// The ledger that it was read with.
  public Ledger ledger() {
    return ledger;
  }

  /// What became of the letters that a run was the last to replay.
  public OutcomeCounts counts(String run) {
    Map<LetterState, Long> states = new EnumMap<>(LetterState.class);
    ledger.letters(
        (id, state, replays, by) -> {
          if (by.equals(run)) {
            states.merge(stateOf(id), 1L, Long::sum);
          }
        });
    return OutcomeCounts.of(states);
  }

  /// Waits until all letters of a run have come to their end, and hears of it as it
  /// happens.
  ///
  /// @param limit how long at most
  /// @param stop asked whenever something is heard, and four times a second
  /// @param each hears the counts whenever they have changed
  /// @return what became of them by then
  /// @throws IllegalArgumentException if there is no such run
  public static OutcomeCounts follow(
      KafkaAccess kafka, String run, Duration limit, BooleanSupplier stop, Listener each) {
    try (Ledger ledger = Ledger.read(kafka, Routes.TOPICS)) {
      RunEntry entry =
          ledger
              .run(run)
              .orElseThrow(() -> new IllegalArgumentException("the ledger has no run " + run));
      var topics = List.of(entry.topic());
      try (Follower follower = Follower.since(kafka, topics, entry.started())) {
        ledger.letters(
            (id, state, replays, by) -> {
              if (by.equals(run) && state == LetterState.REPLAYED) {
                follower.sent(id, replays);
              }
            });
        return await(follower, limit, stop, each);
      }
    }
  }

  /// Hears the counts of a run.
  @FunctionalInterface
  public interface Listener {
    void counts(OutcomeCounts counts);
  }
}
