package dev.parkade.deadletters.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who did what, as the ledger tells it.
class AuditIT {

  private static final LedgerBroker BROKER = LedgerBroker.shared();
  private static final String OTHER_RUN = SequentialIds.nth(78).toString();

  private final TestClock clock = TestClock.atNoon();
  private final SequentialIds ids = new SequentialIds();

  @Test
  void whatWasDoneIsToldNewestFirstAndOnce() {
    List<DeadLetterId> letters =
        IntStream.range(0, 5_000).mapToObj(i -> new DeadLetterId("audit.dlq", 0, i)).toList();
    var restored =
        new LetterAction.Restored(OTHER_RUN, Entries.NOON.plusSeconds(60), "bob", "needed");
    try (LedgerWriter session =
        LedgerWriter.open(
            BROKER.kafka(), "audit.dlq", new Operator("ada", "h"), false, clock, ids::get)) {
      session.transaction(b -> letters.forEach(id -> b.act(id, Entries.discarded())));
      session.transaction(b -> letters.subList(0, 2).forEach(id -> b.act(id, restored)));
    }
    List<Audit.Line> lines = new ArrayList<>();
    List<Audit.Line> ofRun = new ArrayList<>();
    List<Audit.Line> newest = new ArrayList<>();
    try (Ledger ledger = Ledger.read(BROKER.kafka(), List.of("audit.dlq"))) {
      var audit = new Audit(ledger);
      audit.read(lines::add);
      audit.run(OTHER_RUN, ofRun::add);
      audit.read(line -> newest.add(line) && newest.size() < 3);

      assertThat(audit.of(letters.get(1))).containsExactly(restored, Entries.discarded());
      assertThat(audit.of(new DeadLetterId("audit.dlq", 1, 1))).isEmpty();
    }

    assertThat(ofRun)
        .containsExactly(
            new Audit.Line(letters.get(1), restored, LetterState.OPEN),
            new Audit.Line(letters.get(0), restored, LetterState.OPEN));
    assertThat(newest)
        .containsExactly(
            new Audit.Line(letters.get(1), restored, LetterState.OPEN),
            new Audit.Line(letters.get(1), Entries.discarded(), LetterState.OPEN),
            new Audit.Line(letters.get(0), restored, LetterState.OPEN));
    assertThat(lines).hasSize(5_002).doesNotHaveDuplicates().startsWith(ofRun.getFirst());
    assertThat(lines.getLast())
        .isEqualTo(new Audit.Line(letters.get(2), Entries.discarded(), LetterState.DISCARDED));
  }
}
