package dev.parkade.deadletters.custody;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.envelope.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What people do with dead letters other than replaying them. Each call is a session of its own on
/// the ledger, with a run that says who and why. All of them throw
/// [dev.parkade.deadletters.ledger.LedgerFailure] if somebody else is at it or took over, or a
/// transaction could not be committed; what was committed before stands, and the same call goes on.
public final class Custody {

  private final KafkaAccess kafka;
  private final Clock clock;
  private final Ids ids;

  public Custody(KafkaAccess kafka, Clock clock, Ids ids) {
    this.kafka = kafka;
    this.clock = clock;
    this.ids = ids;
  }

  /// Decides that open letters are not needed. They stay on their topic, and can be restored.
  ///
  /// @param topic the dead-letter topic that all of them stand on
  /// @param letters read as it goes, so there may be many
  /// @param filter how they were chosen, in words; null if it is not to be said
  public DisposalResult discard(
      String topic,
      Iterator<DeadLetterId> letters,
      @Nullable String filter,
      Terms terms,
      StopSignal stop,
      CustodyListener listener) {
    return dispose(RunKind.DISCARD, topic, letters, filter, terms, stop, listener);
  }

  /// The reverse of [#discard]: they are open again. Others are skipped.
  public DisposalResult restore(
      String topic,
      Iterator<DeadLetterId> letters,
      @Nullable String filter,
      Terms terms,
      StopSignal stop,
      CustodyListener listener) {
    return dispose(RunKind.RESTORE, topic, letters, filter, terms, stop, listener);
  }

  /// Discards what a selection takes of a snapshot, topic by topic.
  public DisposalResult discard(
      Snapshot snapshot,
      Selection selection,
      Terms terms,
      StopSignal stop,
      CustodyListener listener) {
    return dispose(RunKind.DISCARD, snapshot, selection, terms, stop, listener);
  }

  /// Restores what a selection takes of a snapshot, topic by topic.
  ///
  /// @param selection must ask for discarded ones, which selections do not do by themselves
  public DisposalResult restore(
      Snapshot snapshot,
      Selection selection,
      Terms terms,
      StopSignal stop,
      CustodyListener listener) {
    return dispose(RunKind.RESTORE, snapshot, selection, terms, stop, listener);
  }

  /// Sends a new message in place of an open letter. Where it goes is decided by what it says and
  /// by the catalogue.
  ///
  /// @param payload the new message's payload, JSON
  /// @param headers what takes the place of its headers, for example a `ce_type` that was missing;
  ///     ids, times and traces are not taken
  public EditResult edit(
      DeadLetterId id, byte[] payload, Map<String, String> headers, Terms terms) {
    try (LedgerWriter session = open(id.topic(), terms);
        var log = new DeadLetterLog(kafka)) {
      return new Editing(session, log, clock, ids).edit(id, payload, headers, terms);
    }
  }

  /// Puts exported letters on their dead-letter topics and partitions again, each of them once, no
  /// matter how often it is in how many files.
  ///
  /// @param file lines as [dev.parkade.deadletters.showing.LetterJson] writes them; not closed
  /// @param strict whether the first bad line ends it; what stands before it is imported
  /// @throws IOException if the file cannot be read; what was read before is imported
  public ImportResult importFrom(
      InputStream file, boolean strict, Terms terms, StopSignal stop, CustodyListener listener)
      throws IOException {
    try (var importing =
        new Importing(kafka, clock, ids, terms, topic -> open(topic, terms), stop, listener)) {
      return importing.all(file, strict);
    }
  }

  private DisposalResult dispose(
      RunKind kind,
      String topic,
      Iterator<DeadLetterId> letters,
      @Nullable String filter,
      Terms terms,
      StopSignal stop,
      CustodyListener listener) {
    try (LedgerWriter session = open(topic, terms)) {
      Disposal disposal = disposal(kind, session, filter, terms, stop, listener);
      while (letters.hasNext() && !stop.isSet()) {
        disposal.add(letters.next());
      }
      return disposal.end();
    }
  }

  private DisposalResult dispose(
      RunKind kind,
      Snapshot snapshot,
      Selection selection,
      Terms terms,
      StopSignal stop,
      CustodyListener listener) {
    long done = 0;
    Map<LetterState, Long> skipped = new EnumMap<>(LetterState.class);
    for (Map.Entry<String, Snapshot> part : byTopic(selection.within(snapshot)).entrySet()) {
      if (stop.isSet()) {
        return new DisposalResult(done, skipped, true);
      }
      long before = done;
      try (LedgerWriter session = open(part.getKey(), terms);
          var log = new DeadLetterLog(kafka)) {
        Disposal disposal =
            disposal(
                kind,
                session,
                selection.describe(),
                terms,
                stop,
                now -> listener.done(before + now));
        SelectedLetters.read(
            log, part.getValue(), selection, session.ledger(), l -> disposal.add(l.id()));
        DisposalResult result = disposal.end();
        done += result.done();
        result.skipped().forEach((state, count) -> skipped.merge(state, count, Long::sum));
        if (result.stopped()) {
          return new DisposalResult(done, skipped, true);
        }
      }
    }
    return new DisposalResult(done, skipped, false);
  }

  private Disposal disposal(
      RunKind kind,
      LedgerWriter session,
      @Nullable String filter,
      Terms terms,
      StopSignal stop,
      CustodyListener listener) {
    var run = new Run(session, clock, ids.get().toString(), kind, terms, filter, 0);
    return new Disposal(session, clock, terms, run, kind, stop, listener);
  }

  private LedgerWriter open(String topic, Terms terms) {
    return LedgerWriter.open(kafka, topic, terms.operator(), terms.takeOver(), clock, ids);
  }

  private static SortedMap<String, Snapshot> byTopic(Snapshot snapshot) {
    SortedMap<String, Map<TopicPartition, Snapshot.Range>> parts = new TreeMap<>();
    snapshot
        .ranges()
        .forEach((p, r) -> parts.computeIfAbsent(p.topic(), _ -> new HashMap<>()).put(p, r));
    SortedMap<String, Snapshot> snapshots = new TreeMap<>();
    parts.forEach((topic, ranges) -> snapshots.put(topic, new Snapshot(ranges)));
    return snapshots;
  }
}
