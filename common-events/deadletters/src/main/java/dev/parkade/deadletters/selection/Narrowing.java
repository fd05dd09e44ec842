package dev.parkade.deadletters.selection;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;

/// Where the dead letters of a selection can stand at all, so that one of them is found without
/// reading a million others.
final class Narrowing {

  private Narrowing() {}

  static Snapshot of(Selection selection, Snapshot snapshot) {
    Map<TopicPartition, Snapshot.Range> narrowed = new HashMap<>();
    snapshot
        .ranges()
        .forEach(
            (partition, range) -> {
              Snapshot.Range rest = narrow(selection, partition, range);
              if (!rest.isEmpty()) {
                narrowed.put(partition, rest);
              }
            });
    return new Snapshot(narrowed);
  }

  private static Snapshot.Range narrow(
      Selection selection, TopicPartition partition, Snapshot.Range range) {
    if (!selection.topics().isEmpty() && !selection.topics().contains(partition.topic())) {
      return new Snapshot.Range(range.end(), range.end());
    }
    Snapshot.Range rest = range;
    if (!selection.ids().isEmpty()) {
      rest = intersect(rest, named(selection, partition));
    }
    if (!selection.offsets().isEmpty()) {
      rest = intersect(rest, offsets(selection, partition));
    }
    return rest;
  }

  private static Snapshot.Range named(Selection selection, TopicPartition partition) {
    long[] offsets =
        selection.ids().stream()
            .filter(id -> id.topicPartition().equals(partition))
            .mapToLong(DeadLetterId::offset)
            .toArray();
    long first = LongStream.of(offsets).min().orElse(0);
    return new Snapshot.Range(first, LongStream.of(offsets).max().orElse(-1) + 1);
  }

  private static Snapshot.Range offsets(Selection selection, TopicPartition partition) {
    long first = Long.MAX_VALUE;
    long before = 0;
    for (Offsets range : selection.offsets()) {
      if (range.partition() == partition.partition()) {
        first = Math.min(first, range.from());
        before = Math.max(before, range.before());
      }
    }
    return new Snapshot.Range(first, before);
  }

  private static Snapshot.Range intersect(Snapshot.Range one, Snapshot.Range other) {
    return new Snapshot.Range(
        Math.max(one.start(), other.start()), Math.min(one.end(), other.end()));
  }
}
