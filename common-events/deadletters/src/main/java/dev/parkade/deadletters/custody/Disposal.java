package dev.parkade.deadletters.custody;

import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.replay.StopSignal;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Discards or restores letters of one topic, some hundred at a time.
final class Disposal {

  private static final int AT_ONCE = 500;

  private final LedgerWriter session;
  private final Clock clock;
  private final Terms terms;
  private final Run run;
  private final RunKind kind;
  private final StopSignal stop;
  private final CustodyListener listener;
  private final Set<DeadLetterId> pending = new LinkedHashSet<>();
  private final Map<LetterState, Long> skipped = new EnumMap<>(LetterState.class);
  private boolean stopped;

  Disposal(
      LedgerWriter session,
      Clock clock,
      Terms terms,
      Run run,
      RunKind kind,
      StopSignal stop,
      CustodyListener listener) {
    this.session = session;
    this.clock = clock;
    this.terms = terms;
    this.run = run;
    this.kind = kind;
    this.stop = stop;
    this.listener = listener;
  }

  void add(DeadLetterId id) {
    if (stopped || pending.contains(id)) {
      return;
    }
    LetterState state = session.ledger().stateOf(id);
    if (state != from()) {
      skipped.merge(state, 1L, Long::sum);
      return;
    }
    pending.add(id);
    if (pending.size() == AT_ONCE) {
      commit();
      stopped = stop.isSet();
    }
  }

  DisposalResult end() {
    if (!pending.isEmpty()) {
      commit();
    }
    run.end(
        kind == RunKind.DISCARD ? LetterState.DISCARDED.name() : LetterState.OPEN.name(),
        stopped ? "stopped by " + terms.operator().who() : null);
    return new DisposalResult(run.done(), skipped, stopped);
  }

  private LetterState from() {
    return kind == RunKind.DISCARD ? LetterState.OPEN : LetterState.DISCARDED;
  }

  private void commit() {
    Instant now = clock.instant();
    run.commit(pending.size(), batch -> pending.forEach(id -> batch.act(id, action(now))));
    pending.clear();
    listener.done(run.done());
  }

  private LetterAction action(Instant now) {
    String who = terms.operator().who();
    String why = terms.why().text();
    return kind == RunKind.DISCARD
        ? new LetterAction.Discarded(run.id(), now, who, why)
        : new LetterAction.Restored(run.id(), now, who, why);
  }
}
