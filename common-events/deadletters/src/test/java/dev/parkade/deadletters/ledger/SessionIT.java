package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sessions that get in each other's way. Each test has a dead-letter topic of its own.
@Timeout(300)
class SessionIT {

  private static final Duration SOON = Eventually.SOON;
  private static final Timing BRISK =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofMillis(100),
          Duration.ofMinutes(2),
          Duration.ofMillis(500));

  /// Gives no sign of life by itself.
  private static final Timing SILENT =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofMinutes(2),
          Duration.ofSeconds(3));

  private static final LedgerBroker BROKER = LedgerBroker.shared();

  private final TestClock clock = TestClock.atNoon();
  private final SequentialIds ids = new SequentialIds();

  @Test
  void aSecondSessionIsRefusedUntilTheLeaseExpires() {
    try (LedgerWriter first = open("lease.dlq", "ada", false, SILENT)) {
      assertThatThrownBy(() -> open("lease.dlq", "bob", false, Timing.USUAL))
          .isInstanceOf(LedgerFailure.LeaseHeld.class)
          .hasMessage(
              "ada on desk-7 works on lease.dlq since 2030-01-01T12:00:00Z, with a last sign of life"
                  + " at 2030-01-01T12:00:00Z. Wait for the end, or until the lease expires at"
                  + " 2030-01-01T12:00:30Z; --take-over stops the other one.");
      // who is refused has disturbed nobody
      first.transaction(batch -> batch.put(Entries.run("lease.dlq")));

      clock.advance(Duration.ofSeconds(30));
      open("lease.dlq", "bob", false, Timing.USUAL).close();

      assertThatThrownBy(() -> first.transaction(batch -> batch.put(Entries.run("lease.dlq"))))
          .isInstanceOf(LedgerFailure.Fenced.class)
          .hasMessageContaining("Nothing of the transaction in hand happened.");
    }
  }

  @Test
  void whoeverLooksRightAfterASessionHasBegunSeesIt() {
    try (Ledger look = Ledger.read(BROKER.kafka(), List.of("seen.dlq"))) {
      for (int i = 0; i < 40; i++) {
        try (LedgerWriter session = open("seen.dlq", "ada", false, Timing.USUAL)) {
          look.poll();

          assertThat(look.view().lease("seen.dlq"))
              .get()
              .returns(session.operator().who(), LeaseEntry::who);
        }
      }
    }
  }

  @Test
  void whoIsTakenOverHearsByWhomAndNothingOfItsTransactionHappens() {
    var before = new DeadLetterId("fence.dlq", 0, 1);
    var inHand = new DeadLetterId("fence.dlq", 0, 2);
    try (LedgerWriter first = open("fence.dlq", "ada", false, Timing.USUAL)) {
      first.transaction(batch -> batch.act(before, Entries.replayed(1)));
      assertThatThrownBy(
              () ->
                  first.transaction(
                      batch -> {
                        batch.send(toTarget("fence"));
                        batch.act(inHand, Entries.replayed(1));
                        batch.flush();
                        takeOver("fence.dlq", "bob");
                      }))
          .isInstanceOf(LedgerFailure.Fenced.class)
          .hasMessage(
              "fence.dlq: bob on desk-7 took over at 2030-01-01T12:00:00Z. Nothing of the"
                  + " transaction in hand happened. What was committed before stands; the ledger"
                  + " says what.");

      assertThatThrownBy(() -> first.transaction(batch -> batch.send(toTarget("fence"))))
          .isInstanceOf(LedgerFailure.Fenced.class);
    }
    assertThat(targetHas("fence")).isFalse();
    try (Ledger ledger = Ledger.read(BROKER.kafka(), List.of("fence.dlq"))) {
      assertThat(ledger.stateOf(before)).isEqualTo(LetterState.REPLAYED);
      assertThat(ledger.stateOf(inHand)).isEqualTo(LetterState.OPEN);
      // the fenced one has not given back what is not its own
      assertThat(ledger.leases()).singleElement().returns("bob", LeaseEntry::who);
    }
  }

  @Test
  void whatAKilledSessionHadInHandIsGoneAndHoldsUpNobody() {
    var id = new DeadLetterId("dead.dlq", 0, 1);
    var codec = new LedgerCodec();
    LetterEntry entry = Entries.entry(id, Entries.replayed(1));
    TopicPartition home = LedgerTopic.partitionOf("dead.dlq");
    Producer<byte[], byte[]> killed = BROKER.kafka().producer("parkade-dlq-dead.dlq");
    killed.initTransactions();
    killed.beginTransaction();
    killed.send(toTarget("dead"));
    killed.send(
        new ProducerRecord<>(home.topic(), home.partition(), codec.key(entry), codec.value(entry)));
    killed.flush();

    long began = System.nanoTime();
    try (LedgerWriter next = open("dead.dlq", "bob", false, Timing.USUAL)) {
      // the broker would have left it open for half a minute
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
      assertThat(next.ledger().stateOf(id)).isEqualTo(LetterState.OPEN);
      next.transaction(
          batch -> {
            batch.send(toTarget("dead again"));
            batch.act(id, Entries.replayed(1));
          });
    } finally {
      killed.close(Duration.ZERO);
    }
    assertThat(targetHas("dead")).isFalse();
    assertThat(targetHas("dead again")).isTrue();
  }

  @Test
  void anIdleSessionStaysAliveAndHearsThatItWasFenced() {
    try (LedgerWriter idle = open("idle.dlq", "ada", false, BRISK);
        Ledger reader = Ledger.read(BROKER.kafka(), List.of("idle.dlq"))) {
      Instant later = clock.advance(Duration.ofSeconds(20));
      Eventually.within(
          SOON,
          () -> {
            reader.poll();
            assertThat(reader.leases()).singleElement().returns(later, LeaseEntry::alive);
          });

      takeOver("idle.dlq", "bob");

      Eventually.within(
          SOON,
          () ->
              assertThatThrownBy(idle::check)
                  .isInstanceOf(LedgerFailure.Fenced.class)
                  .hasMessageContaining("bob on desk-7 took over"));
    }
  }

  @Test
  void entriesBehindTheOpenTransactionOfAnotherTopicAreWaitedFor() throws Exception {
    String mine = "mine.dlq";
    TopicPartition home = LedgerTopic.partitionOf(mine);
    String neighbour =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> "neighbour" + i + ".dlq")
            .filter(other -> LedgerTopic.partitionOf(other).equals(home))
            .findFirst()
            .orElseThrow();
    var id = new DeadLetterId(mine, 0, 1);
    try (Producer<byte[], byte[]> other = BROKER.kafka().producer("parkade-dlq-" + neighbour)) {
      LedgerWriter first = open(mine, "ada", false, Timing.USUAL);
      other.initTransactions();
      other.beginTransaction();
      other.send(LedgerBroker.record(home, "run:x", "{}"));
      other.flush();
      first.transaction(batch -> batch.act(id, Entries.replayed(1)));
      first.close();
      try (Ledger reader = Ledger.read(BROKER.kafka(), List.of(mine))) {
        // what it cannot see yet is why a session must wait
        assertThat(reader.stateOf(id)).isEqualTo(LetterState.OPEN);
      }

      var next = CompletableFuture.supplyAsync(() -> open(mine, "bob", true, Timing.USUAL));
      Eventually.holdsFor(Duration.ofMillis(500), () -> assertThat(next).isNotDone());
      other.abortTransaction();

      try (LedgerWriter session = next.get(2, TimeUnit.MINUTES)) {
        assertThat(session.ledger().stateOf(id)).isEqualTo(LetterState.REPLAYED);
      }
    }
  }

  @Test
  void whatRunsByItselfGivesWayToWhomeverHasLookedAndNotSignedYet() {
    String topic = "polite.dlq";
    var id = new DeadLetterId(topic, 0, 1);
    Timing patient =
        new Timing(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            // it does not wait that long: somebody comes
            Duration.ofMinutes(1));
    try (Ledger reader = Ledger.read(BROKER.kafka(), List.of(topic))) {
      var policy =
          CompletableFuture.supplyAsync(() -> open(topic, "policy", Claim.GIVING_WAY, patient));
      Eventually.within(
          SOON,
          () -> {
            reader.poll();
            assertThat(reader.leases()).singleElement().returns("policy", LeaseEntry::who);
          });
      // who comes later is told who is about to begin
      assertThatThrownBy(() -> open(topic, "bob", Claim.IF_FREE, Timing.USUAL))
          .isInstanceOf(LedgerFailure.LeaseHeld.class)
          .hasMessageContaining("policy on desk-7");

      // she had looked before the policy said that it comes, and does not look again
      try (LedgerWriter person = open(topic, "ada", Claim.TAKE_OVER, Timing.USUAL)) {
        assertThat(policy)
            .failsWithin(SOON)
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(LedgerFailure.LeaseHeld.class)
            .withMessageContaining("ada on desk-7");

        person.transaction(batch -> batch.act(id, Entries.replayed(1)));
        assertThat(person.ledger().stateOf(id)).isEqualTo(LetterState.REPLAYED);
      }
    }
  }

  @Test
  void whatRunsByItselfBeginsWhenNobodyElseComesAndIsTakenOverLikeAnybody() {
    try (LedgerWriter policy = open("alone.dlq", "policy", Claim.GIVING_WAY, BRISK)) {
      policy.transaction(batch -> batch.put(Entries.run("alone.dlq")));

      takeOver("alone.dlq", "ada");

      assertThatThrownBy(() -> policy.transaction(batch -> batch.put(Entries.run("alone.dlq"))))
          .isInstanceOf(LedgerFailure.Fenced.class)
          .hasMessageContaining("ada on desk-7 took over");
      assertThatThrownBy(() -> open("alone.dlq", "policy", Claim.GIVING_WAY, BRISK))
          .isInstanceOf(LedgerFailure.LeaseHeld.class);
    }
  }

  private void takeOver(String topic, String who) {
    // left open: whoever takes over is still there when the other one notices
    var unused = open(topic, who, true, Timing.USUAL);
  }

  private LedgerWriter open(String topic, String who, boolean takeOver, Timing timing) {
    return open(topic, who, takeOver ? Claim.TAKE_OVER : Claim.IF_FREE, timing);
  }

  private LedgerWriter open(String topic, String who, Claim claim, Timing timing) {
    return LedgerWriter.open(
        BROKER.kafka(), topic, new Operator(who, "desk-7"), claim, clock, ids::get, timing);
  }

  private static ProducerRecord<byte[], byte[]> toTarget(String key) {
    return LedgerBroker.record(new TopicPartition("target", 0), key, "v");
  }

  private static boolean targetHas(String key) {
    return BROKER.committed("target").stream()
        .anyMatch(record -> new String(record.key(), UTF_8).equals(key));
  }
}
