package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/// Brokers that die or say nothing in the middle of a transaction.
@Timeout(600)
class OutageIT {

  private static final TopicPartition TARGET = new TopicPartition("target", 0);
  private static final Timing SHORT =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3));

  private static LedgerBroker broker;

  private final TestClock clock = TestClock.atNoon();
  private final SequentialIds ids = new SequentialIds();
  private DeadLetterId id;

  @BeforeAll
  static void start() {
    broker = new LedgerBroker();
    broker.create("target", 1);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void nameTheLetter(TestInfo test) {
    id = new DeadLetterId(test.getTestMethod().orElseThrow().getName() + ".dlq", 0, 1);
  }

  @Test
  void aBrokerThatDiesInTheMiddleIsWaitedFor() {
    try (LedgerWriter session = open(broker.kafka(), Timing.USUAL)) {
      session.run(
          replayAnd(
              () -> {
                broker.kill();
                broker.restart();
              }));

      assertThat(session.ledger().stateOf(id)).isEqualTo(LetterState.REPLAYED);
    }
    assertOnce();
  }

  @Test
  void aBrokerThatSaysNothingDuringTheSendsLeavesNothingAndTheSessionGoesOn() {
    try (LedgerWriter session = openImpatiently(Timing.USUAL)) {
      assertThatThrownBy(
              () ->
                  session.transaction(
                      batch -> {
                        broker.freeze();
                        batch.send(LedgerBroker.record(TARGET, id.text(), "v"));
                      }))
          .isInstanceOf(LedgerFailure.Aborted.class)
          .hasMessageStartingWith(
              "nothing of this transaction about " + id.topic() + " happened: ");
      broker.thaw();

      session.run(replayAnd(() -> {}));
    }
    assertOnce();
  }

  @Test
  void aCommitWhoseAnswerIsLateIsAskedForAgainAndHappensOnce() throws Exception {
    try (LedgerWriter session = openImpatiently(Timing.USUAL)) {
      var commit = CompletableFuture.runAsync(() -> session.run(replayAnd(broker::freeze)));
      // twice as long as a commit takes before it gives up
      assertThatThrownBy(() -> commit.get(8, TimeUnit.SECONDS)).hasNoCause();
      broker.thaw();
      commit.get(2, TimeUnit.MINUTES);

      assertThat(session.ledger().stateOf(id)).isEqualTo(LetterState.REPLAYED);
    }
    assertOnce();
  }

  @Test
  void aCommitThatNobodyCanTellAboutIsLeftToTheLedger() {
    var session = openImpatiently(SHORT);
    assertThatThrownBy(() -> session.run(replayAnd(broker::freeze)))
        .isInstanceOf(LedgerFailure.OutcomeUnknown.class)
        .hasMessageContaining("run the same again when the broker is back");
    broker.thaw();
    // sending again now could double it
    assertThatThrownBy(() -> session.run(replayAnd(() -> {})))
        .isInstanceOf(LedgerFailure.OutcomeUnknown.class);
    session.close();

    // whoever comes next looks first, and does what is not done
    try (LedgerWriter next = open(broker.kafka(), Timing.USUAL)) {
      if (next.ledger().stateOf(id) == LetterState.OPEN) {
        next.run(replayAnd(() -> {}));
      }
    }
    assertOnce();
  }

  /// Something happens when all of the transaction is at the broker, before it is committed.
  private Consumer<PendingBatch> replayAnd(Runnable then) {
    return batch -> {
      batch.send(LedgerBroker.record(TARGET, id.text(), "v"));
      batch.act(id, Entries.replayed(1));
      batch.complete();
      then.run();
    };
  }

  private void assertOnce() {
    assertThat(broker.committed("target"))
        .filteredOn(record -> new String(record.key(), UTF_8).equals(id.text()))
        .hasSize(1);
    try (Ledger ledger = Ledger.read(broker.kafka(), List.of(id.topic()))) {
      assertThat(ledger.stateOf(id)).isEqualTo(LetterState.REPLAYED);
      assertThat(ledger.entry(id).orElseThrow().actions()).hasSize(1);
    }
  }

  /// With access that gives up soon; but to begin is not what it is about.
  private LedgerWriter openImpatiently(Timing timing) {
    var opened = new AtomicReference<LedgerWriter>();
    Eventually.within(Eventually.SOON, () -> opened.set(open(broker.impatient(), timing)));
    return opened.get();
  }

  private LedgerWriter open(KafkaAccess kafka, Timing timing) {
    return LedgerWriter.open(
        kafka, id.topic(), new Operator("ada", "desk-7"), Claim.TAKE_OVER, clock, ids::get, timing);
  }
}
