package dev.parkade.deadletters.inspection;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Finds the first open dead letter of every partition without reading what comes behind it, in
/// slices that double.
final class OldestOpen {

  private static final int FIRST_SLICE = 500;

  private OldestOpen() {}

  /// By topic; those without an open one are left out.
  static Map<String, Instant> find(DeadLetterLog log, Snapshot snapshot, Fates fates) {
    Map<TopicPartition, Snapshot.Range> open = new HashMap<>(snapshot.ranges());
    Map<String, Instant> oldest = new HashMap<>();
    long slice = FIRST_SLICE;
    while (true) {
      open.values().removeIf(Snapshot.Range::isEmpty);
      if (open.isEmpty()) {
        return oldest;
      }
      Map<TopicPartition, Snapshot.Range> next = new HashMap<>();
      for (Map.Entry<TopicPartition, Snapshot.Range> entry : open.entrySet()) {
        Snapshot.Range range = entry.getValue();
        long end = Math.min(range.end(), range.start() + slice);
        next.put(entry.getKey(), new Snapshot.Range(range.start(), end));
        entry.setValue(new Snapshot.Range(end, range.end()));
      }
      SelectedLetters.read(
          log,
          new Snapshot(next),
          Selection.openOf(List.of()),
          fates,
          letter -> {
            oldest.merge(letter.record().topic(), letter.at(), OldestOpen::earlier);
            open.remove(letter.id().topicPartition());
          });
      slice *= 2;
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
