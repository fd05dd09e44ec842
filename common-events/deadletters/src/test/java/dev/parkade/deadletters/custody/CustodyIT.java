package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.ledger.Entries;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LedgerBroker;
import dev.parkade.deadletters.ledger.LedgerFailure;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.ledger.RunStatus;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// What is done with letters by hand. Each test has letters, or a topic, of its own.
class CustodyIT {

  private static final Terms TERMS =
      Terms.of(new Operator("ada", "desk-7"), new Reason("a test order, OPS-12"));

  private static final LedgerBroker BROKER = LedgerBroker.shared();

  private final TestClock clock = TestClock.atNoon();
  private final SequentialIds ids = new SequentialIds();
  private final Custody custody = new Custody(BROKER.kafka(), clock, ids::get);
  private final StopSignal never = new StopSignal();

  @Test
  void openLettersAreDiscardedAndOthersLeftAsTheyAre() {
    List<DeadLetterId> letters =
        IntStream.range(0, 1_200).mapToObj(i -> new DeadLetterId("open.dlq", i % 6, i)).toList();
    DeadLetterId replayed = letters.get(7);
    try (LedgerWriter session =
        LedgerWriter.open(BROKER.kafka(), "open.dlq", TERMS.operator(), false, clock, ids::get)) {
      session.transaction(batch -> batch.act(replayed, Entries.replayed(1)));
    }
    var progress = new ArrayList<Long>();

    DisposalResult result =
        custody.discard("open.dlq", letters.iterator(), "all", TERMS, never, progress::add);

    assertThat(result)
        .isEqualTo(new DisposalResult(1_199, Map.of(LetterState.REPLAYED, 1L), false));
    assertThat(progress).containsExactly(500L, 1_000L, 1_199L);
    try (Ledger ledger = read("open.dlq")) {
      assertThat(ledger.stateOf(replayed)).isEqualTo(LetterState.REPLAYED);
      RunEntry run = ledger.runs().getFirst();
      assertThat(run)
          .returns(RunKind.DISCARD, RunEntry::kind)
          .returns("ada", RunEntry::who)
          .returns("a test order, OPS-12", RunEntry::why)
          .returns("all", RunEntry::filter)
          .returns(RunStatus.FINISHED, RunEntry::status)
          .returns(1_199L, RunEntry::done)
          .returns(Map.of("DISCARDED", 1_199L), RunEntry::outcomes);
      assertThat(ledger.entry(letters.get(8)).orElseThrow().actions())
          .containsExactly(
              new LetterAction.Discarded(run.id(), clock.instant(), "ada", "a test order, OPS-12"));
    }
    // once more: nothing is left to do, and nothing is written about it
    assertThat(custody.discard("open.dlq", letters.iterator(), null, TERMS, never, progress::add))
        .isEqualTo(
            new DisposalResult(
                0, Map.of(LetterState.REPLAYED, 1L, LetterState.DISCARDED, 1_199L), false));
    try (Ledger ledger = read("open.dlq")) {
      assertThat(ledger.runs()).hasSize(1);
    }
  }

  @Test
  void whatASelectionTakesIsDiscardedAndRestored() {
    BROKER.create("other.dlq", 2);
    BROKER.create("third.dlq", 1);
    for (int i = 0; i < 20; i++) {
      var record =
          new ProducerRecord<byte[], byte[]>(
              "other.dlq", i % 2, null, ("k" + i).getBytes(UTF_8), new byte[0]);
      record.headers().add("parkade_dlq_reason", (i < 5 ? "NULL_KEY" : "RETRIES").getBytes(UTF_8));
      BROKER.put(List.of(record));
    }
    try (var log = new DeadLetterLog(BROKER.kafka())) {
      var snapshot = log.snapshot(List.of("other.dlq", "third.dlq"));
      var selection =
          Selection.builder().topics(List.of("other.dlq", "third.dlq")).reason("NULL_KEY").build();

      assertThat(custody.discard(snapshot, selection, TERMS, never, CustodyListener.silent()))
          .isEqualTo(new DisposalResult(5, Map.of(), false));
      clock.advance(Duration.ofSeconds(1));
      var discarded = Selection.builder().topic("other.dlq").state(LetterState.DISCARDED).build();
      assertThat(custody.restore(snapshot, discarded, TERMS, never, CustodyListener.silent()))
          .isEqualTo(new DisposalResult(5, Map.of(), false));
    }
    try (Ledger ledger = read("other.dlq")) {
      ledger.letters((id, state, _, _) -> assertThat(state).isEqualTo(LetterState.OPEN));
      assertThat(ledger.runs())
          .extracting(RunEntry::kind)
          .containsExactlyInAnyOrder(RunKind.RESTORE, RunKind.DISCARD);
      assertThat(ledger.runs().getLast().filter()).contains("NULL_KEY");
    }
  }

  @Test
  void whoIsAskedToStopStopsAfterTheTransactionInHand() {
    var stop = new StopSignal();
    Stream<DeadLetterId> letters =
        IntStream.iterate(0, i -> i + 1).mapToObj(i -> new DeadLetterId("stop.dlq", 0, i));

    DisposalResult result =
        custody.discard("stop.dlq", letters.iterator(), null, TERMS, stop, _ -> stop.stop());

    assertThat(result).isEqualTo(new DisposalResult(500, Map.of(), true));
    try (Ledger ledger = read("stop.dlq")) {
      assertThat(ledger.runs())
          .singleElement()
          .returns(RunStatus.INTERRUPTED, RunEntry::status)
          .returns("stopped by ada", RunEntry::detail);
    }
  }

  @Test
  void somebodyElseAtItIsNotDisturbed() {
    try (LedgerWriter session =
        LedgerWriter.open(BROKER.kafka(), "busy.dlq", TERMS.operator(), false, clock, ids::get)) {
      assertThatThrownBy(
              () ->
                  custody.discard(
                      "busy.dlq",
                      List.of(new DeadLetterId("busy.dlq", 0, 1)).iterator(),
                      null,
                      TERMS,
                      never,
                      CustodyListener.silent()))
          .isInstanceOf(LedgerFailure.LeaseHeld.class);
      session.check();
    }
  }

  private static Ledger read(String topic) {
    return Ledger.read(BROKER.kafka(), List.of(topic));
  }
}
