package dev.parkade.deadletters.selection;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;

/// Streams the dead letters of a selection, partition by partition in the order of offsets, with
/// bounded memory. Whoever lists, plans, exports or discards reads them here, so all mean the same.
public final class SelectedLetters {

  /// Called for every selected dead letter. It must not read from the log that it comes from.
  @FunctionalInterface
  public interface Visitor {
    void visit(DeadLetter letter);
  }

  private SelectedLetters() {}

  /// Reads them, after it has found out which are ready if the selection asks for that.
  ///
  /// @return how many there were
  public static long read(
      DeadLetterLog log, Snapshot snapshot, Selection selection, Fates fates, Visitor visitor) {
    Readiness readiness =
        selection.asksForReadiness()
            ? CustomerReadiness.read(log, snapshot, selection, fates)
            : Readiness.notAsked();
    return read(log, snapshot, selection, fates, readiness, visitor);
  }

  /// Reads them, by what somebody has found out about their readiness.
  ///
  /// @return how many there were
  public static long read(
      DeadLetterLog log,
      Snapshot snapshot,
      Selection selection,
      Fates fates,
      Readiness readiness,
      Visitor visitor) {
    var count = new long[1];
    log.read(
        selection.within(snapshot),
        record -> {
          var letter = new DeadLetter(record);
          if (selection.matches(letter, fates, readiness)) {
            count[0]++;
            visitor.visit(letter);
          }
        });
    return count[0];
  }
}
