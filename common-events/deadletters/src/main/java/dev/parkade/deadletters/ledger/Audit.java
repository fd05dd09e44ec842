package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.ledger.LedgerView.Position;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Who did what with dead letters, when and why, newest first. Reads the ledger backwards in
/// pieces, so that the newest of a million lines come at once, and nothing is kept.
///
/// A letter remembers its last [LetterEntry#KEPT] actions; runs stay, see [Ledger#runs].
public final class Audit {

  private static final int PIECE = 2_000;

  /// One thing that was done with one letter.
  ///
  /// @param state what the ledger says of the letter now
  public record Line(DeadLetterId letter, LetterAction action, LetterState state) {}

  private final Ledger ledger;

  /// @param ledger read to its end; decides which topics are looked at
  public Audit(Ledger ledger) {
    this.ledger = ledger;
  }

  /// What was done with one letter.
  public List<LetterAction> of(DeadLetterId id) {
    return ledger.entry(id).map(entry -> entry.actions().reversed()).orElse(List.of());
  }

  /// What was done with letters in one run, those that were touched last first.
  ///
  /// @param visitor says whether to go on
  public void run(String run, Predicate<Line> visitor) {
    read(line -> !line.action().run().equals(run) || visitor.test(line));
  }

  /// What was done with letters: partition of the ledger by partition, those letters first that
  /// were touched last, and all that was done with a letter together.
  ///
  /// @param visitor says whether to go on
  public void read(Predicate<Line> visitor) {
    List<TopicPartition> partitions =
        ledger.partitions().stream()
            .sorted(Comparator.comparingInt(TopicPartition::partition))
            .toList();
    Map<TopicPartition, Long> starts = ledger.consumer().beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = ledger.consumer().endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long start = starts.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, start);
      while (end > start) {
        long from = Math.max(start, end - PIECE);
        if (!backwards(ledger.details().range(partition, from, end), visitor)) {
          return;
        }
        end = from;
      }
    }
  }

  private boolean backwards(List<ConsumerRecord<byte[], byte[]>> records, Predicate<Line> visitor) {
    Collections.reverse(records);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      LetterEntry entry = current(record);
      if (entry != null) {
        for (LetterAction action : entry.actions().reversed()) {
          if (!visitor.test(new Line(entry.id(), action, entry.state()))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /// What the record says of a letter, if nothing newer does; older ones say nothing more.
  private @Nullable LetterEntry current(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return null;
    }
    String key = new String(record.key(), UTF_8);
    if (!key.startsWith(LetterEntry.PREFIX)) {
      return null;
    }
    DeadLetterId id = DeadLetterId.parse(key.substring(LetterEntry.PREFIX.length())).orElse(null);
    var here = new Position(record.partition(), record.offset());
    return id != null && here.equals(ledger.view().positionOf(id))
        ? ledger.codec().letter(id, record.value())
        : null;
  }
}
