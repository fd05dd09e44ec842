package dev.parkade.deadletters.selection;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static dev.parkade.deadletters.letter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.grouping.Groups;
import dev.parkade.deadletters.grouping.Statistics;
import dev.parkade.deadletters.ledger.LedgerBroker;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.letter.Letters;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.showing.LetterJson;
import dev.parkade.deadletters.showing.LetterText;
import dev.parkade.deadletters.showing.LetterView;
import dev.parkade.deadletters.showing.Masking;
import dev.parkade.deadletters.showing.OrderLinks;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Dead letters as they lie on a broker. Each test has a topic of its own.
class ReadingIT {

  private static LedgerBroker broker;
  private static DeadLetterLog log;

  @BeforeAll
  static void start() {
    broker = new LedgerBroker();
    log = new DeadLetterLog(broker.kafka());
  }

  @AfterAll
  static void stop() {
    log.close();
    broker.close();
  }

  @Test
  void thoseThatWereMeantAreFoundAmongAllOthers() {
    broker.create("mixed.dlq", 3);
    List<DeadLetter> mixed =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    letter()
                        .topic("mixed.dlq")
                        .standing(i % 3, 0)
                        .reason(i % 4 == 0 ? "NULL_KEY" : "HANDLER_FAILED")
                        .detail("order %d failed".formatted(i))
                        .payload("{\"amount\":%d}".formatted(i))
                        .build())
            .toList();
    broker.put(mixed.stream().map(Letters::sent).toList());
    Selection meant =
        Selection.builder()
            .topic("mixed.dlq")
            .reason("NULL_KEY")
            .payload("$.amount >= 500")
            .at(new Period(NOON, null))
            .build();
    Groups groups = new Groups(Fate.OPEN, 10);
    Statistics statistics = new Statistics(null);

    List<DeadLetter> found = select(meant);
    select(Selection.openOf(List.of("mixed.dlq"))).forEach(groups::visit);
    found.forEach(statistics::visit);

    assertThat(found).hasSize(125).allMatch(letter -> letter.reason().equals("NULL_KEY"));
    assertThat(found).extracting(letter -> letter.record().partition()).contains(0, 1, 2);
    assertThat(groups.groups()).extracting(group -> group.count()).containsExactly(750L, 250L);
    assertThat(statistics.report(NOON).total().sum()).isEqualTo(125);
  }

  @Test
  void oneThatIsNamedIsReadWithoutTheOthers() {
    broker.create("named.dlq", 2);
    broker.put(
        IntStream.range(0, 50)
            .mapToObj(i -> Letters.sent(letter().topic("named.dlq").standing(1, 0).build()))
            .toList());
    var id = new DeadLetterId("named.dlq", 1, 17);
    Selection meant = Selection.builder().topic("named.dlq").id(id).build();

    List<DeadLetter> found = select(meant);

    assertThat(found).extracting(DeadLetter::id).containsExactly(id);
    assertThat(meant.within(log.snapshot(List.of("named.dlq"))).size()).isEqualTo(1);
  }

  @Test
  void foreignRecordsWithHostileHeadersAreShownExportedAndGrouped() {
    broker.create("hostile.dlq", 1);
    byte[] noText = {(byte) 0xff, (byte) 0xfe, 0, 27};
    DeadLetter foreign =
        letter()
            .topic("hostile.dlq")
            .standing(0, 0)
            .key(noText)
            .payload(noText)
            .header(DeadLetterHeaders.REASON, "\u001b[2J".repeat(10_000))
            .header(DeadLetterHeaders.ORIGIN_PARTITION, "-1")
            .header(DeadLetterHeaders.ORIGIN_OFFSET, noText)
            .header(DeadLetterHeaders.AT, "yesterday")
            .header(ReplayHeaders.COUNT, "99999999999999999999")
            .header(ReplayHeaders.OF, "../../x")
            .header(WireHeaders.CORRELATION_ID, "%2e%2e/admin")
            .header(WireHeaders.TYPE, (byte[]) null)
            .header("", "nameless")
            .build();
    broker.put(List.of(Letters.sent(foreign)));
    Groups groups = new Groups(Fate.OPEN, 10);

    List<DeadLetter> found = select(Selection.openOf(List.of("hostile.dlq")));
    found.forEach(groups::visit);

    LetterView view = view(found.getFirst());
    assertThat(found).hasSize(1);
    assertThat(groups.groups()).hasSize(1);
    assertThat(LetterText.of(view))
        .allSatisfy(line -> assertThat(line.chars()).noneMatch(Character::isISOControl));
    DeadLetter read = LetterJson.read(LetterJson.write(found.getFirst(), view.state()));
    assertThat(read.value()).isEqualTo(noText);
    assertThat(read.record().headers().toArray()).isEqualTo(foreign.record().headers().toArray());
  }

  @Test
  void anEmptyTopicAndOneThatIsNotThereHaveNone() {
    broker.create("empty.dlq", 3);
    Snapshot snapshot = log.snapshot(List.of("empty.dlq", "missing.dlq"));

    long found =
        SelectedLetters.read(
            log, snapshot, Selection.builder().ready().build(), Fate.OPEN, letter -> {});

    assertThat(found).isZero();
    assertThat(snapshot.ranges()).hasSize(3);
  }

  @Test
  void ofACompactedTopicTheRestIsRead() {
    broker.create(
        "compacted.dlq",
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "1",
            "min.cleanable.dirty.ratio", "0.01"));
    for (int i = 0; i < 20; i++) {
      broker.put(
          List.of(
              Letters.sent(letter().topic("compacted.dlq").standing(0, 0).build()),
              Letters.sent(
                  letter().topic("compacted.dlq").standing(0, 0).key(new byte[] {1}).build())));
    }

    Eventually.within(
        Eventually.SOON,
        () -> {
          List<DeadLetter> rest = select(Selection.openOf(List.of("compacted.dlq")));
          assertThat(rest).hasSizeLessThan(10).last().returns(39L, l -> l.id().offset());
        });
  }

  @Test
  void whatWasAbortedIsNotThereAndMarkersDoNotHoldUpTheEnd() {
    broker.create("transactions.dlq", 1);
    try (Producer<byte[], byte[]> producer = broker.kafka().producer("reading-test")) {
      producer.initTransactions();
      for (int i = 0; i < 4; i++) {
        producer.beginTransaction();
        producer.send(
            Letters.sent(
                letter().topic("transactions.dlq").standing(0, 0).reason("R" + i).build()));
        if (i % 2 == 0) {
          producer.commitTransaction();
        } else {
          producer.flush();
          producer.abortTransaction();
        }
      }
    }

    assertThat(select(Selection.openOf(List.of("transactions.dlq"))))
        .extracting(DeadLetter::reason)
        .containsExactly("R0", "R2");
  }

  @Test
  void whatRetentionRemovesAfterTheSnapshotIsLeftOut() {
    broker.create("old.dlq", 1);
    broker.put(
        IntStream.range(0, 10)
            .mapToObj(i -> Letters.sent(letter().topic("old.dlq").standing(0, 0).build()))
            .toList());
    Snapshot before = log.snapshot(List.of("old.dlq"));
    broker.forget(new TopicPartition("old.dlq", 0), 7);

    List<DeadLetter> found = new ArrayList<>();
    SelectedLetters.read(log, before, Selection.openOf(List.of()), Fate.OPEN, found::add);

    assertThat(found).extracting(letter -> letter.id().offset()).containsExactly(7L, 8L, 9L);
  }

  private static List<DeadLetter> select(Selection selection) {
    List<DeadLetter> found = new ArrayList<>();
    SelectedLetters.read(log, log.snapshot(selection.topics()), selection, Fate.OPEN, found::add);
    return found;
  }

  private static LetterView view(DeadLetter letter) {
    return LetterView.of(
        letter,
        Fate.OPEN.stateOf(letter.id()),
        ReadyState.NOT_APPLICABLE,
        List.of(),
        Masking.none(),
        new OrderLinks("http://localhost:8080"));
  }
}
