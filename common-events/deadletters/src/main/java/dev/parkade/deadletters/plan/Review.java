package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.letter.Origin;
import dev.parkade.deadletters.plan.Staleness.Change;
import dev.parkade.deadletters.plan.Staleness.Difference;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.route.HeaderPolicy;
import dev.parkade.deadletters.selection.Readiness;
import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Looks at the dead letters of a plan again: what it has sent already, what is left, and
/// whether anything else has changed.
public final class Review {

  /// @param staleness what has changed
  /// @param newer what came later and matches
  /// @param done how many the plan has sent already
  /// @param left what is to be sent, by partition; of no use if the plan is stale
  public record Result(Staleness staleness, Newer newer, long done, List<Letters> left) {}

  private record Kind(Change change, String detail) {
    static final Comparator<Kind> ORDER =
        Comparator.comparing(Kind::change).thenComparing(Kind::detail);
  }

  /// A planned partition while its letters pass by.
  private static final class Part {
    private final PlannedPartition planned;
    private final Letters left;
    private long seen;

    Part(PlannedPartition planned) {
      this.planned = planned;
      this.left = new Letters(planned.topicPartition());
    }
  }

  private final Plan plan;
  private final Fates fates;
  private final Function<DeadLetterId, Optional<String>> runs;
  private final Map<TopicPartition, Part> parts = new HashMap<>();
  private final Map<String, String> ownRuns = new HashMap<>();
  private final Map<Kind, Samples> differences = new TreeMap<>(Kind.ORDER);
  private final Samples newer = new Samples();
  private long done;

  private Review(Plan plan, Fates fates, Function<DeadLetterId, Optional<String>> runs) {
    this.plan = plan;
    this.fates = fates;
    this.runs = runs;
    plan.partitions().forEach(p -> parts.put(p.topicPartition(), new Part(p)));
    plan.topics().forEach(topic -> ownRuns.put(topic, plan.runOf(topic)));
  }

  /// Looks again.
  ///
  /// @param fates what became of the dead letters until now
  /// @param runs the run that did the last thing with a dead letter
  public static Result of(
      KafkaAccess kafka, Plan plan, Fates fates, Function<DeadLetterId, Optional<String>> runs) {
    return new Review(plan, fates, runs).read(kafka);
  }

  private Result read(KafkaAccess kafka) {
    Snapshot now;
    try (var log = new DeadLetterLog(kafka)) {
      now = log.snapshot(plan.topics());
      Readiness ready = Planner.readiness(log, now, plan.selection(), plan.options(), fates);
      var judge = new Judge(plan.options(), fates, ready);
      log.read(plan.selection().within(now), record -> look(new DeadLetter(record), judge, ready));
    }
    parts.values().forEach(part -> missing(part, now));
    List<Difference> said = new ArrayList<>();
    differences.forEach(
        (kind, samples) ->
            said.add(
                new Difference(kind.change(), kind.detail(), samples.count(), samples.first())));
    List<Letters> left =
        plan.partitions().stream()
            .flatMap(p -> Optional.ofNullable(parts.get(p.topicPartition())).stream())
            .map(part -> part.left)
            .filter(letters -> letters.size() > 0)
            .toList();
    return new Result(new Staleness(said), new Newer(newer.count(), newer.first()), done, left);
  }

  private void look(DeadLetter letter, Judge judge, Readiness ready) {
    DeadLetterId id = letter.id();
    Part part = parts.get(id.topicPartition());
    Part planned = part != null && part.planned.offsets().contains(id.offset()) ? part : null;
    if (planned != null) {
      planned.seen++;
    }
    if (isDone(id)) {
      done++;
      return;
    }
    Judge.Verdict verdict =
        plan.selection().matches(letter, fates, ready) ? judge.of(letter) : null;
    if (planned != null) {
      planned(planned.left, letter, verdict);
    } else if (verdict instanceof Judge.Send) {
      if (part == null || id.offset() >= part.planned.end()) {
        newer.add(id);
      } else {
        differ(Change.ADDED, "the plan left them out, and now would not", id);
      }
    }
  }

  private void planned(Letters left, DeadLetter letter, Judge.@Nullable Verdict verdict) {
    switch (verdict) {
      case Judge.Send send ->
          left.add(
              letter.record().offset(),
              topicNumber(letter),
              letter.origin().map(Origin::offset).orElse(Long.MAX_VALUE),
              send.replay(),
              HeaderPolicy.weight(letter));
      case Judge.Refuse refuse ->
          differ(Change.NOT_SELECTED, "would be refused: " + refuse.refusal().why(), letter.id());
      case null -> lost(letter.id());
    }
  }

  private void lost(DeadLetterId id) {
    LetterState state = fates.stateOf(id);
    if (plan.selection().states().contains(state)) {
      differ(Change.NOT_SELECTED, "the filters do not take them any more", id);
    } else {
      String by = runs.apply(id).map(run -> " by run " + run).orElse("");
      String what = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      differ(Change.DEALT_WITH, what + by, id);
    }
  }

  /// What was planned and does not stand there any more. What the plan had sent before that
  /// is no loss.
  private void missing(Part part, Snapshot now) {
    long gone = part.planned.letters() - part.seen;
    Snapshot.Range range = now.ranges().get(part.planned.topicPartition());
    long start = range == null ? Long.MAX_VALUE : range.start();
    OffsetSet offsets = part.planned.offsets();
    for (int i = 0; gone > 0 && i < offsets.ranges() && offsets.first(i) < start; i++) {
      for (long offset = offsets.first(i); offset <= offsets.last(i) && offset < start; offset++) {
        var id = new DeadLetterId(part.planned.topic(), part.planned.partition(), offset);
        if (isDone(id)) {
          done++;
          gone--;
        }
      }
    }
    if (gone > 0) {
      var id = new DeadLetterId(part.planned.topic(), part.planned.partition(), offsets.first(0));
      Samples samples = samples(Change.GONE, "retention removed them");
      samples.add(id);
      samples.add(gone - 1);
    }
  }

  private boolean isDone(DeadLetterId id) {
    String own = ownRuns.get(id.topic());
    return own != null && runs.apply(id).filter(own::equals).isPresent();
  }

  private void differ(Change change, String detail, DeadLetterId id) {
    samples(change, detail).add(id);
  }

  private Samples samples(Change change, String detail) {
    return differences.computeIfAbsent(new Kind(change, detail), kind -> new Samples());
  }

  private static byte topicNumber(DeadLetter letter) {
    String name = letter.origin().map(Origin::topic).orElse("");
    for (byte i = 0; i < Topics.ALL.size(); i++) {
      if (Topics.ALL.get(i).name().equals(name)) {
        return i;
      }
    }
    return Byte.MAX_VALUE;
  }
}
