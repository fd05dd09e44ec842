package dev.parkade.runtime.operators;

import dev.parkade.deadletters.custody.Custody;
import dev.parkade.deadletters.custody.CustodyListener;
import dev.parkade.deadletters.custody.DisposalResult;
import dev.parkade.deadletters.custody.Terms;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.runtime.problem.ProblemException;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Discards and restores dead letters of this service: within the request, so not too many at once.
final class Disposals {

  /// Takes a few seconds.
  private static final long MOST = 10_000;

  private final KafkaAccess kafka;
  private final String topic;
  private final Custody custody;
  private final Planning planning;

  Disposals(KafkaAccess kafka, String topic, Planning planning, Clock clock, Ids ids) {
    this.kafka = kafka;
    this.topic = topic;
    this.planning = planning;
    this.custody = new Custody(kafka, clock, ids);
  }

  /// Decides that open ones are not needed.
  DisposalView discard(DisposalRequest request, Author author) {
    return dispose(request, author, LetterState.OPEN);
  }

  /// The reverse, for discarded ones.
  DisposalView restore(DisposalRequest request, Author author) {
    return dispose(request, author, LetterState.DISCARDED);
  }

  private DisposalView dispose(DisposalRequest request, Author author, LetterState state) {
    var terms = new Terms(author.operator(), author.why(), PlanRequest.isSet(request.takeOver()));
    if ((request.ids() == null) == (request.filter() == null)) {
      throw Planning.invalid("/ids", "either ids or a filter says which are meant, not both");
    }
    if (request.ids() != null) {
      Set<DeadLetterId> ids = own(request.ids());
      return DisposalView.of(planning.alone(() -> these(ids, state, terms)));
    }
    if (request.confirm() == null) {
      throw Planning.invalid("/confirm", "how many the filter takes must be confirmed");
    }
    long confirmed = request.confirm();
    Selection selection = planning.selection(request.filter()).in(Set.of(state));
    return DisposalView.of(planning.alone(() -> selected(selection, confirmed, state, terms)));
  }

  private DisposalResult these(Set<DeadLetterId> ids, LetterState state, Terms terms) {
    Selection all = Selection.builder().topic(topic).ids(ids).anyState().build();
    Set<DeadLetterId> missing = new LinkedHashSet<>(ids);
    try (var log = new DeadLetterLog(kafka);
        var ledger = Ledger.read(kafka, List.of(topic))) {
      Snapshot now = log.snapshot(List.of(topic));
      SelectedLetters.read(log, now, all, ledger, letter -> missing.remove(letter.id()));
    }
    if (!missing.isEmpty()) {
      throw new ProblemException(
          DeskProblems.UNKNOWN,
          "nothing was changed, because there is no " + missing,
          Map.of("ids", missing));
    }
    return state == LetterState.OPEN
        ? custody.discard(topic, ids.iterator(), null, terms, new StopSignal(), silent())
        : custody.restore(topic, ids.iterator(), null, terms, new StopSignal(), silent());
  }

  private DisposalResult selected(
      Selection selection, long confirmed, LetterState state, Terms terms) {
    Snapshot now;
    long count;
    try (var log = new DeadLetterLog(kafka);
        var ledger = Ledger.read(kafka, List.of(topic))) {
      now = log.snapshot(List.of(topic));
      count = SelectedLetters.read(log, now, selection, ledger, letter -> {});
    }
    if (count != confirmed) {
      throw Planning.mismatch(count, confirmed, selection);
    }
    if (count > MOST) {
      throw new ProblemException(
          WriteProblems.TOO_MANY,
          "the filter takes %d dead letters: %s".formatted(count, selection.describe()),
          Map.of("count", count, "limit", MOST));
    }
    return state == LetterState.OPEN
        ? custody.discard(now, selection, terms, new StopSignal(), silent())
        : custody.restore(now, selection, terms, new StopSignal(), silent());
  }

  private Set<DeadLetterId> own(@Nullable List<String> texts) {
    Set<DeadLetterId> ids = new HashSet<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      try {
        ids.add(DeadLetterFilter.own(text, topic));
      } catch (IllegalArgumentException e) {
        throw Planning.invalid("/ids", String.valueOf(e.getMessage()));
      }
    }
    return ids;
  }

  private static CustodyListener silent() {
    return CustodyListener.silent();
  }
}
