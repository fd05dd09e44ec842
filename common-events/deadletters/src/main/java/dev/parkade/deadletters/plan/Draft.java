package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.route.Refusal;
import dev.parkade.messages.deadletter.DeadLetterReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/// A plan while the dead letters pass by, partition by partition in the order of their
/// offsets.
final class Draft {

  private static final class Part {
    private final OffsetSet offsets = new OffsetSet();
    private long letters;
    private boolean adjoins;
  }

  // a header may say anything, and a plan must not grow with what it says
  private static final Set<String> REASONS =
      Stream.of(DeadLetterReason.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

  private final Map<TopicPartition, Part> parts = new HashMap<>();
  private final SortedMap<String, Long> byReason = new TreeMap<>();
  private final SortedMap<String, Long> byTarget = new TreeMap<>();
  private final Map<Refusal, Samples> refused = new EnumMap<>(Refusal.class);
  private long selected;
  private long replayed;

  /// One that is not selected.
  void pass(DeadLetter letter) {
    part(letter).adjoins = false;
  }

  /// One that is selected.
  void take(DeadLetter letter, Judge.Verdict verdict) {
    selected++;
    Part part = part(letter);
    switch (verdict) {
      case Judge.Refuse(Refusal refusal) -> {
        refused.computeIfAbsent(refusal, r -> new Samples()).add(letter.id());
        part.adjoins = false;
      }
      case Judge.Send send -> {
        replayed++;
        part.letters++;
        part.offsets.add(letter.record().offset(), part.adjoins);
        part.adjoins = true;
        byReason.merge(reason(letter), 1L, Long::sum);
        byTarget.merge(send.to().topic(), 1L, Long::sum);
      }
    }
  }

  List<PlannedPartition> partitions(Snapshot snapshot) {
    return snapshot.ranges().entrySet().stream()
        .map(
            e -> {
              Part part = parts.getOrDefault(e.getKey(), new Part());
              return new PlannedPartition(
                  e.getKey().topic(),
                  e.getKey().partition(),
                  e.getValue().start(),
                  e.getValue().end(),
                  part.letters,
                  part.offsets);
            })
        .toList();
  }

  PlanCounts counts() {
    List<PlanCounts.Refused> said =
        refused.entrySet().stream()
            .map(
                e -> new PlanCounts.Refused(e.getKey(), e.getValue().count(), e.getValue().first()))
            .toList();
    return new PlanCounts(selected, replayed, byReason, byTarget, said);
  }

  private Part part(DeadLetter letter) {
    return parts.computeIfAbsent(letter.id().topicPartition(), p -> new Part());
  }

  private static String reason(DeadLetter letter) {
    String reason = letter.reason();
    return REASONS.contains(reason) ? reason : DeadLetter.NO_REASON;
  }
}
