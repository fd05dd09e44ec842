package dev.parkade.runtime.operators;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanDocument;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.deadletters.plan.PlannedPartition;
import dev.parkade.deadletters.plan.Planner;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.deadletters.route.TopicReaders;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes plans for this service's dead letters, and decides which plans of others it may carry out.
/// A plan has every dead letter looked at, so one is made at a time.
final class Planning {

  /// What a plan of ours can say; a document could say anything, and the ledger would keep it.
  private static final Set<String> REASONS =
      Stream.concat(
              Stream.of(DeadLetterReason.values()).map(Enum::name), Stream.of(DeadLetter.NO_REASON))
          .collect(Collectors.toUnmodifiableSet());

  private final KafkaAccess kafka;
  private final String topic;
  private final Planner planner;
  private final Semaphore place = new Semaphore(1);

  Planning(KafkaAccess kafka, String topic, Clock clock, Ids ids) {
    this.kafka = kafka;
    this.topic = topic;
    this.planner = new Planner(kafka, clock, ids);
  }

  /// What a filter takes now.
  Plan plan(PlanRequest request, Author author) {
    Selection selection = selection(Objects.requireNonNull(request.filter()));
    Selection wanted = request.wantsThemAgain() ? selection.orReplayed() : selection;
    return alone(() -> planner.plan(wanted, request.options(), author.operator(), author.why()));
  }

  /// The same, if it comes to as many as somebody has confirmed.
  Plan confirmed(PlanRequest request, long confirmed, Author author) {
    Plan plan = plan(request, author);
    long count = plan.counts().replayed();
    if (count != confirmed) {
      throw mismatch(count, confirmed, plan.selection());
    }
    mustHaveLetters(plan);
    return plan;
  }

  /// A plan that was made here, elsewhere over REST, or by the command line.
  ///
  /// @param author who carries it out; what is done is done for his reason
  Plan taken(PlanDocument document, Author author) {
    Plan plan = read(document);
    List<String> topics = plan.topics();
    if (topics.stream().anyMatch(other -> !other.equals(topic))) {
      throw new ProblemException(
          WriteProblems.PLAN_FOREIGN,
          "plan %s is about %s, and this service has %s".formatted(plan.id(), topics, topic),
          Map.of("plan", plan.id(), "topics", topics));
    }
    mustHaveLetters(plan);
    return new Plan(
        plan.id(),
        plan.cluster(),
        plan.created(),
        plan.who(),
        author.why().text(),
        plan.selection(),
        plan.options(),
        plan.partitions().stream().filter(p -> p.topic().equals(topic)).toList(),
        plan.counts());
  }

  private static Plan read(PlanDocument document) {
    try {
      Plan plan = PlanFile.read("the plan", document);
      // the run on the ledger has its name, and its counts
      var unused = UUID.fromString(plan.id());
      if (!REASONS.containsAll(plan.counts().byReason().keySet())
          || plan.partitions().stream().mapToLong(PlannedPartition::letters).sum()
              != plan.counts().replayed()) {
        throw new IllegalArgumentException("it contradicts itself");
      }
      return plan;
    } catch (PlanFile.Unusable | IllegalArgumentException e) {
      throw new ProblemException(WriteProblems.PLAN_DAMAGED, String.valueOf(e.getMessage()));
    }
  }

  private static void mustHaveLetters(Plan plan) {
    if (plan.topics().isEmpty()) {
      throw new ProblemException(
          WriteProblems.PLAN_EMPTY,
          "nothing is to be replayed of " + plan.selection().describe(),
          Map.of("selected", plan.counts().selected(), "refused", plan.counts().refused()));
    }
  }

  /// Whether all who would see the records again have been named.
  void readersMustBeConfirmed(Plan plan, @Nullable List<String> confirmed) {
    if (!plan.options().toOrigin()) {
      return;
    }
    SortedMap<String, SortedSet<String>> readers;
    try (var admin = kafka.admin()) {
      readers = new TopicReaders(admin).of(Routes.toOrigin().targets(List.of(topic)));
    } catch (RuntimeException e) {
      throw EngineFailures.of(e);
    }
    SortedSet<String> groups = new TreeSet<>();
    readers.values().forEach(groups::addAll);
    if (confirmed == null || !groups.equals(new TreeSet<>(confirmed))) {
      throw new ProblemException(
          WriteProblems.READERS_UNCONFIRMED,
          "the records go to their origin, which is read by " + readers,
          Map.of("groups", groups, "topics", readers));
    }
  }

  /// What a filter means here.
  Selection selection(DeadLetterFilter filter) {
    try {
      return filter.selection(topic);
    } catch (IllegalArgumentException e) {
      throw EngineFailures.filter(e);
    }
  }

  /// Does what reads all dead letters, unless somebody else does.
  <T> T alone(Supplier<T> work) {
    if (!place.tryAcquire()) {
      throw DeskProblems.busy();
    }
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw EngineFailures.of(e);
    } finally {
      place.release();
    }
  }

  static ProblemException mismatch(long count, long confirmed, Selection selection) {
    return new ProblemException(
        WriteProblems.CONFIRM_MISMATCH,
        "%d were confirmed, and there are %d: %s".formatted(confirmed, count, selection.describe()),
        Map.of("count", count));
  }

  static ProblemException invalid(String pointer, String detail) {
    return new ProblemException(
        CommonProblems.INVALID_FIELD,
        detail,
        Map.of("errors", List.of(Map.of("pointer", pointer, "detail", detail))));
  }
}
