package dev.parkade.runtime.operators;

import dev.parkade.deadletters.grouping.Groups;
import dev.parkade.deadletters.grouping.Statistics;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LetterEntry;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.selection.CustomerReadiness;
import dev.parkade.deadletters.selection.Readiness;
import dev.parkade.deadletters.selection.ReadyState;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.LetterView;
import dev.parkade.deadletters.showing.Masking;
import dev.parkade.deadletters.showing.OrderLinks;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Looks at the dead letters of this service for one request at a time, with the engine of the
/// command line. A request looks at a limited number of them, and few look at once: none of it may
/// be felt by the service.
final class Desk {

  private static final int AT_ONCE = 3;
  private static final int MOST_PER_PAGE = 20_000;
  private static final int CHUNK = 1_000;
  private static final long MOST_PER_PARTITION = 20_000;
  private static final int MOST_GROUPS = 200;

  private static final Masking MASKING = Masking.personalData(List.of());
  private static final OrderLinks LINKS = new OrderLinks("");

  private final KafkaAccess kafka;
  private final String topic;
  private final Semaphore places = new Semaphore(AT_ONCE);

  private final DeskSettings settings;
  private final String host;
  private final Clock clock;

  /// @param host what stands on the ledger for the machine of who does something here
  Desk(KafkaAccess kafka, String topic, DeskSettings settings, String host, Clock clock) {
    this.kafka = kafka;
    this.topic = topic;
    this.settings = settings;
    this.host = host;
    this.clock = clock;
  }

  /// @throws ProblemException if nothing may be changed over REST
  void mustBeWritable() {
    if (!settings.writable()) {
      throw new ProblemException(
          WriteProblems.READ_ONLY, "parkade.dead-letters.rest.writable is false here");
    }
  }

  /// Who does something, and why.
  Author author(@Nullable String who, @Nullable String why) {
    return Author.of(who, why, host);
  }

  String topic() {
    return topic;
  }

  /// One page of a selection.
  ///
  /// @param after the last one of the page before
  DeadLetterPage page(Selection selection, int limit, @Nullable DeadLetterId after) {
    return look((log, fates) -> new Walk(log, fates, selection, limit).from(after));
  }

  /// One dead letter.
  DeadLetterDetail detail(DeadLetterId id) {
    Selection one = Selection.builder().topic(topic).id(id).anyState().build();
    return look(
        (log, fates) -> {
          Snapshot there = one.within(log.snapshot(List.of(topic)));
          Readiness readiness = CustomerReadiness.read(log, there, one, fates);
          List<DeadLetter> letters = new ArrayList<>(1);
          SelectedLetters.read(log, there, one, fates, readiness, letters::add);
          return letters.stream()
              .findFirst()
              .map(letter -> view(letter, readiness.of(letter), fates, true))
              .map(DeadLetterDetail::of)
              .orElseThrow(() -> DeskProblems.unknown(id));
        });
  }

  /// The newest dead letters of a selection, by how they failed.
  DeadLetterGroups groups(Selection selection) {
    return look(
        (log, fates) -> {
          Snapshot whole = selection.within(log.snapshot(List.of(topic)));
          Snapshot newest = newest(whole);
          var groups = new Groups(fates, MOST_GROUPS);
          SelectedLetters.read(log, newest, selection, fates, groups);
          return new DeadLetterGroups(
              groups.groups().stream().map(DeadLetterGroups.Group::of).toList(),
              newest.size(),
              newest.size() == whole.size());
        });
  }

  /// The newest dead letters of a selection, by when they were set aside.
  ///
  /// @param bucket how long a stretch of time is at least; null for as fits
  DeadLetterStatistics statistics(Selection selection, @Nullable Duration bucket) {
    return look(
        (log, fates) -> {
          Snapshot whole = selection.within(log.snapshot(List.of(topic)));
          Snapshot newest = newest(whole);
          var statistics = new Statistics(bucket);
          SelectedLetters.read(log, newest, selection, fates, statistics);
          return DeadLetterStatistics.of(
              statistics.report(clock.instant()), newest.size(), newest.size() == whole.size());
        });
  }

  /// What was done with dead letters of this service, newest first.
  ///
  /// @param after the last run of the page before
  Page<RunView> runs(int limit, @Nullable String after) {
    return look(
        () -> {
          try (Ledger ledger = Ledger.read(kafka, List.of(topic))) {
            List<RunView> runs =
                ledger.runs().stream()
                    .filter(run -> run.topic().equals(topic))
                    .dropWhile(run -> after != null && !run.id().equals(after))
                    .skip(after == null ? 0 : 1)
                    .limit(limit + 1L)
                    .map(RunView::of)
                    .toList();
            return Page.of(runs, limit, RunView::id);
          }
        });
  }

  private static Snapshot newest(Snapshot whole) {
    Map<TopicPartition, Snapshot.Range> newest = new HashMap<>();
    whole
        .ranges()
        .forEach(
            (p, range) ->
                newest.put(
                    p,
                    new Snapshot.Range(
                        Math.max(range.start(), range.end() - MOST_PER_PARTITION), range.end())));
    return new Snapshot(newest);
  }

  private <T> T look(BiFunction<DeadLetterLog, Outcomes, T> work) {
    return look(
        () -> {
          try (Outcomes fates = Outcomes.read(kafka, List.of(topic));
              var log = new DeadLetterLog(kafka)) {
            return work.apply(log, fates);
          }
        });
  }

  private <T> T look(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw DeskProblems.busy();
    }
    try {
      return work.get();
    } catch (KafkaException e) {
      throw DeskProblems.brokerAway(String.valueOf(e.getMessage()));
    } finally {
      places.release();
    }
  }

  private static LetterView view(
      DeadLetter letter, ReadyState readiness, Outcomes fates, boolean withActions) {
    return LetterView.of(
        letter,
        fates.stateOf(letter.id()),
        readiness,
        withActions
            ? fates.ledger().entry(letter.id()).map(LetterEntry::actions).orElse(List.of())
            : List.of(),
        MASKING,
        LINKS);
  }

  /// One page in the making.
  private final class Walk {

    private final DeadLetterLog log;
    private final Outcomes fates;
    private final Selection selection;
    private final int limit;
    private final List<DeadLetterItem> items = new ArrayList<>();
    private long budget = MOST_PER_PAGE;
    private long last;

    Walk(DeadLetterLog log, Outcomes fates, Selection selection, int limit) {
      this.log = log;
      this.fates = fates;
      this.selection = selection;
      this.limit = limit;
    }

    DeadLetterPage from(@Nullable DeadLetterId after) {
      Snapshot whole = selection.within(log.snapshot(List.of(topic)));
      for (Map.Entry<TopicPartition, Snapshot.Range> entry : whole.ranges().entrySet()) {
        TopicPartition partition = entry.getKey();
        if (after != null && partition.partition() < after.partition()) {
          continue;
        }
        long start = entry.getValue().start();
        boolean here = after != null && partition.partition() == after.partition();
        long next = after == null || !here ? start : Math.max(start, after.offset() + 1);
        walk(partition, next, entry.getValue().end());
        if (items.size() == limit || budget <= 0) {
          return new DeadLetterPage(
              items, new DeadLetterId(topic, partition.partition(), last).text());
        }
      }
      return new DeadLetterPage(items, null);
    }

    private void walk(TopicPartition partition, long start, long end) {
      // who asks what is ready has all customers of a partition read for every chunk
      long chunk = selection.asksForReadiness() ? MOST_PER_PAGE : CHUNK;
      long from = start;
      while (from < end && budget > 0 && items.size() < limit) {
        long before = Math.min(end, from + Math.min(budget, chunk));
        last = before - 1;
        var part = new Snapshot(Map.of(partition, new Snapshot.Range(from, before)));
        SelectedLetters.read(log, part, selection, fates, this::take);
        budget -= before - from;
        from = before;
      }
    }

    private void take(DeadLetter letter) {
      if (items.size() < limit) {
        items.add(DeadLetterItem.of(view(letter, ReadyState.NOT_APPLICABLE, fates, false)));
        if (items.size() == limit) {
          last = letter.id().offset();
        }
      }
    }
  }
}
