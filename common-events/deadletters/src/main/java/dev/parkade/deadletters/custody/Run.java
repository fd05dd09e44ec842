package dev.parkade.deadletters.custody;

import dev.parkade.deadletters.ledger.Batch;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.ledger.RunStatus;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of custody: every transaction says how far it has come. A run that has done nothing
/// leaves no trace.
final class Run {

  private final LedgerWriter session;
  private final Clock clock;
  private RunEntry entry;

  Run(
      LedgerWriter session,
      Clock clock,
      String id,
      RunKind kind,
      Terms terms,
      @Nullable String filter,
      long total) {
    this.session = session;
    this.clock = clock;
    this.entry =
        new RunEntry(
            id,
            session.topic(),
            kind,
            terms.operator().who(),
            terms.why().text(),
            terms.operator().host(),
            clock.instant(),
            null,
            filter,
            Map.of(),
            total,
            0,
            RunStatus.RUNNING,
            null,
            null,
            Map.of());
  }

  String id() {
    return entry.id();
  }

  long done() {
    return entry.done();
  }

  /// Commits some work together with the progress that it is.
  void commit(int more, Consumer<Batch> work) {
    RunEntry next = entry.progressed(entry.done() + more);
    session.transaction(
        batch -> {
          work.accept(batch);
          batch.put(next);
        });
    entry = next;
  }

  /// Commits the last work and the end of the run as one.
  void commitLast(int more, String outcome, Consumer<Batch> work) {
    long done = entry.done() + more;
    RunEntry next = entry.progressed(done).finished(clock.instant(), Map.of(outcome, done));
    session.transaction(
        batch -> {
          work.accept(batch);
          batch.put(next);
        });
    entry = next;
  }

  /// Says that it is over.
  ///
  /// @param interruption why it did not come to its end; null if it did
  void end(String outcome, @Nullable String interruption) {
    if (entry.done() > 0) {
      Map<String, Long> outcomes = Map.of(outcome, entry.done());
      RunEntry last =
          interruption == null
              ? entry.finished(clock.instant(), outcomes)
              : entry.interrupted(clock.instant(), interruption, outcomes);
      session.transaction(batch -> batch.put(last));
      entry = last;
    }
  }
}
