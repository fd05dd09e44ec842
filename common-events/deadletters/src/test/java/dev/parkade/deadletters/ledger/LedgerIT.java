package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// What the ledger remembers. Each test has a dead-letter topic of its own.
class LedgerIT {

  private static final LedgerBroker BROKER = LedgerBroker.shared();

  private final TestClock clock = TestClock.atNoon();
  private final SequentialIds ids = new SequentialIds();

  @Test
  void whatASessionCommitsOthersRead() {
    var first = new DeadLetterId("read.dlq", 3, 17);
    var second = new DeadLetterId("read.dlq", 4, 0);
    try (LedgerWriter session = open("read.dlq");
        Ledger reader = read("read.dlq")) {
      session.transaction(
          batch -> {
            batch.put(Entries.run("read.dlq"));
            batch.act(first, Entries.replayed(1));
            batch.act(second, Entries.discarded());
          });
      session.transaction(
          batch -> {
            batch.act(second, Entries.restored());
            batch.put(Entries.run("read.dlq").progressed(2).finished(Entries.NOON, Map.of()));
          });
      assertThat(reader.stateOf(first)).isEqualTo(LetterState.OPEN);

      // a commit is seen by others as soon as the broker has written its markers
      Eventually.within(
          Eventually.SOON,
          () -> {
            reader.poll();
            assertThat(reader.run(Entries.RUN).orElseThrow().done()).isEqualTo(2);
          });

      for (Ledger ledger : List.of(reader, session.ledger())) {
        assertThat(ledger.stateOf(first)).isEqualTo(LetterState.REPLAYED);
        assertThat(ledger.replaysOf(first)).isEqualTo(1);
        assertThat(ledger.runOf(first)).contains(Entries.RUN);
        assertThat(ledger.stateOf(second)).isEqualTo(LetterState.OPEN);
        assertThat(ledger.entries(Set.of(first, second, new DeadLetterId("read.dlq", 5, 5))))
            .isEqualTo(
                Map.of(
                    first, Entries.entry(first, Entries.replayed(1)),
                    second, Entries.entry(second, Entries.discarded(), Entries.restored())));
        assertThat(ledger.runs()).singleElement().returns(2L, RunEntry::done);
        assertThat(ledger.leases()).singleElement().returns("ada", LeaseEntry::who);
      }
    }
    try (Ledger after = read("read.dlq")) {
      assertThat(after.leases()).isEmpty();
      assertThat(after.stateOf(first)).isEqualTo(LetterState.REPLAYED);
    }
  }

  @Test
  void nothingOfATransactionHappensWhenItsWorkFails() {
    var id = new DeadLetterId("fails.dlq", 0, 1);
    try (LedgerWriter session = open("fails.dlq")) {
      assertThatThrownBy(
              () ->
                  session.transaction(
                      batch -> {
                        batch.send(toTarget("fails"));
                        batch.act(id, Entries.replayed(1));
                        batch.flush();
                        throw new IllegalStateException("no further");
                      }))
          .hasMessage("no further");
      assertThat(session.ledger().stateOf(id)).isEqualTo(LetterState.OPEN);

      // and the session goes on
      session.transaction(batch -> batch.act(id, Entries.discarded()));
    }
    assertThat(targetHas("fails")).isFalse();
    try (Ledger after = read("fails.dlq")) {
      assertThat(after.stateOf(id)).isEqualTo(LetterState.DISCARDED);
      assertThat(after.entry(id).orElseThrow().actions()).hasSize(1);
    }
  }

  @Test
  void aRecordThatCannotBeSentAbortsAllOfIt() {
    var id = new DeadLetterId("large.dlq", 0, 1);
    try (LedgerWriter session = open("large.dlq")) {
      assertThatThrownBy(
              () ->
                  session.transaction(
                      batch -> {
                        batch.act(id, Entries.replayed(1));
                        batch.send(new ProducerRecord<>("target", 0, null, new byte[9_000_000]));
                      }))
          .isInstanceOf(LedgerFailure.Aborted.class)
          .hasMessageStartingWith("nothing of this transaction about large.dlq happened: Record");

      session.transaction(batch -> batch.act(id, Entries.discarded()));
      assertThat(session.ledger().stateOf(id)).isEqualTo(LetterState.DISCARDED);
    }
  }

  @Test
  void garbageIsCountedAndChangesNothing() {
    var id = new DeadLetterId("garbage.dlq", 3, 17);
    try (LedgerWriter session = open("garbage.dlq")) {
      session.transaction(batch -> batch.act(id, Entries.replayed(1)));
    }
    TopicPartition home = LedgerTopic.partitionOf("garbage.dlq");
    BROKER.put(home, "letter:garbage.dlq-3@17", "}{");
    BROKER.put(home, "who knows", "");
    BROKER.put(List.of(new ProducerRecord<>(home.topic(), home.partition(), null, null)));

    try (LedgerWriter session = open("garbage.dlq")) {
      assertThat(session.ledger().unreadable()).isEqualTo(3);
      assertThat(session.ledger().unreadableExamples()).hasSize(3);
      assertThat(session.ledger().stateOf(id)).isEqualTo(LetterState.REPLAYED);
      session.transaction(batch -> batch.act(id, Entries.replayed(2)));
      assertThat(session.ledger().entry(id).orElseThrow().actions()).hasSize(2);
    }
  }

  @Test
  void aLedgerThatALaterReleaseWroteIsLeftAlone() {
    BROKER.put(
        LedgerTopic.partitionOf("newer.dlq"), "letter:newer.dlq-3@17", "{\"v\":2,\"seals\":7}");

    assertThatThrownBy(() -> open("newer.dlq"))
        .isInstanceOf(LedgerFailure.Unusable.class)
        .hasMessage("1 entries of the ledger were written by a newer release; use that one");
  }

  @Test
  void whatCompactionLeavesSaysTheSame() {
    List<DeadLetterId> letters =
        IntStream.range(0, 50).mapToObj(i -> new DeadLetterId("compact.dlq", i % 6, i)).toList();
    try (LedgerWriter session = open("compact.dlq")) {
      session.transaction(batch -> letters.forEach(id -> batch.act(id, Entries.discarded())));
      session.transaction(batch -> letters.forEach(id -> batch.act(id, Entries.restored())));
      session.transaction(
          batch -> letters.subList(0, 20).forEach(id -> batch.act(id, Entries.replayed(1))));
    }
    TopicPartition home = LedgerTopic.partitionOf("compact.dlq");
    Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
    List<ConsumerRecord<byte[], byte[]>> all = BROKER.committed(home.topic());
    all.removeIf(record -> record.partition() != home.partition());
    all.forEach(record -> newest.put(new String(record.key(), UTF_8), record));

    // the cleaner's work: the newest of each key, and nothing of what was before
    BROKER.forget(home, -1);
    BROKER.put(
        newest.values().stream()
            .filter(r -> r.value() != null)
            .map(r -> new ProducerRecord<>(r.topic(), r.partition(), r.key(), r.value()))
            .toList());

    try (LedgerWriter session = open("compact.dlq")) {
      Map<LetterState, Integer> states = new HashMap<>();
      letters.forEach(id -> states.merge(session.ledger().stateOf(id), 1, Integer::sum));
      assertThat(states).isEqualTo(Map.of(LetterState.REPLAYED, 20, LetterState.OPEN, 30));
      assertThat(session.ledger().entries(letters)).hasSize(50);
      assertThat(session.ledger().entry(letters.get(7)).orElseThrow().actions())
          .containsExactly(Entries.discarded(), Entries.restored(), Entries.replayed(1));
    }
  }

  @Test
  void whatRetentionHasRemovedIsForgottenButItsRunIsNot() {
    BROKER.create("old.dlq", 1);
    var partition = new TopicPartition("old.dlq", 0);
    IntStream.range(0, 4).forEach(i -> BROKER.put(partition, "k" + i, "v"));
    var gone = new DeadLetterId("old.dlq", 0, 1);
    var kept = new DeadLetterId("old.dlq", 0, 3);
    try (LedgerWriter session = open("old.dlq")) {
      session.transaction(
          batch -> {
            batch.put(Entries.run("old.dlq").finished(Entries.NOON, Map.of()));
            batch.act(gone, Entries.discarded());
            batch.act(kept, Entries.discarded());
          });
    }
    BROKER.forget(partition, 3);

    open("old.dlq").close();

    try (Ledger ledger = read("old.dlq")) {
      assertThat(ledger.runOf(gone)).isEmpty();
      assertThat(ledger.stateOf(kept)).isEqualTo(LetterState.DISCARDED);
      assertThat(ledger.run(Entries.RUN)).isPresent();
    }
  }

  @Test
  void aRunWhoseSessionWasKilledIsSaidToBeInterrupted() {
    try (LedgerWriter session = open("killed.dlq")) {
      session.transaction(batch -> batch.put(Entries.run("killed.dlq").progressed(1)));
    }

    try (LedgerWriter next = open("killed.dlq")) {
      assertThat(next.ledger().run(Entries.RUN).orElseThrow())
          .returns(RunStatus.INTERRUPTED, RunEntry::status)
          .returns(1L, RunEntry::done)
          .returns(clock.instant(), RunEntry::ended);
    }
  }

  @Test
  void aSessionIsAboutOneTopic() {
    try (LedgerWriter session = open("mine.dlq")) {
      var foreign = new DeadLetterId("foreign.dlq", 0, 0);
      assertThatThrownBy(
              () -> session.transaction(batch -> batch.act(foreign, Entries.discarded())))
          .hasMessage("this session is about mine.dlq and not about foreign.dlq");
    }
  }

  private LedgerWriter open(String topic) {
    clock.advance(Duration.ofSeconds(1));
    return LedgerWriter.open(
        BROKER.kafka(), topic, new Operator("ada", "desk-7"), false, clock, ids::get);
  }

  private static Ledger read(String topic) {
    return Ledger.read(BROKER.kafka(), List.of(topic));
  }

  private static ProducerRecord<byte[], byte[]> toTarget(String key) {
    return LedgerBroker.record(new TopicPartition("target", 0), key, "v");
  }

  private static boolean targetHas(String key) {
    return BROKER.committed("target").stream()
        .anyMatch(record -> new String(record.key(), UTF_8).equals(key));
  }
}
