package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.custody.ImportResult.BadLine;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LedgerBroker;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.showing.LetterJson;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Letters that come from a file. Each test has a dead-letter topic of its own.
class ImportIT {

  private static final Terms TERMS =
      Terms.of(new Operator("ada", "desk-7"), new Reason("moved from staging, OPS-12"));

  private static LedgerBroker broker;

  private final TestClock clock = TestClock.atNoon();
  private final Custody custody = new Custody(broker.kafka(), clock, new SequentialIds()::get);

  @BeforeAll
  static void start() {
    broker = new LedgerBroker();
    broker.create(Topics.PAYMENT_DLQ);
    broker.create(Topics.ORDER_DLQ);
    broker.create(Topics.INVENTORY_DLQ);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void whatWasExportedStandsThereAgainOnce() throws IOException {
    put("payment.dlq", 3, "ada", new byte[] {(byte) 0xff, 0}, "REASON");
    put("payment.dlq", 3, null, null, "ODD");
    put("order.dlq", 1, "bob", "{}".getBytes(UTF_8), "REASON");
    List<ConsumerRecord<byte[], byte[]>> before = broker.committed("payment.dlq", "order.dlq");
    String file = exported(before);

    ImportResult first = importFrom(file + file, false);
    ImportResult second = importFrom(file, false);

    assertThat(first).isEqualTo(new ImportResult(3, 3, 0, List.of(), false));
    assertThat(second).isEqualTo(new ImportResult(0, 3, 0, List.of(), false));
    List<ConsumerRecord<byte[], byte[]>> after = broker.committed("payment.dlq", "order.dlq");
    List<ConsumerRecord<byte[], byte[]>> added = new ArrayList<>(after);
    added.removeIf(a -> before.stream().anyMatch(b -> id(a).equals(id(b))));
    assertThat(added).hasSize(3);
    for (int i = 0; i < 3; i++) {
      ConsumerRecord<byte[], byte[]> copy =
          added.stream()
              .filter(a -> a.headers().lastHeader("parkade_dlq_imported") != null)
              .toList()
              .get(i);
      ConsumerRecord<byte[], byte[]> source =
          before.stream().filter(b -> id(b).equals(header(copy))).findFirst().orElseThrow();
      var headers = new RecordHeaders(copy.headers().toArray());
      headers.remove("parkade_dlq_imported");
      assertThat(copy.partition()).isEqualTo(source.partition());
      assertThat(copy.key()).isEqualTo(source.key());
      assertThat(copy.value()).isEqualTo(source.value());
      assertThat(headers).isEqualTo(source.headers());
      try (Ledger ledger = Ledger.read(broker.kafka(), List.of("payment.dlq", "order.dlq"))) {
        assertThat(ledger.stateOf(new DeadLetter(copy).id())).isEqualTo(LetterState.OPEN);
        assertThat(ledger.entry(new DeadLetter(copy).id()).orElseThrow().actions())
            .singleElement()
            .isInstanceOfSatisfying(
                LetterAction.Imported.class,
                imported -> assertThat(imported.source()).isEqualTo(id(source)));
        assertThat(ledger.runs()).extracting(RunEntry::done).containsExactlyInAnyOrder(2L, 1L);
      }
    }
  }

  @Test
  void badLinesAreNamedAndDoNotStopOthersUnlessTheyMust() throws IOException {
    put("inventory.dlq", 0, "a", "1".getBytes(UTF_8), "R");
    put("inventory.dlq", 0, "b", "2".getBytes(UTF_8), "R");
    List<String> good = exported(broker.committed("inventory.dlq")).lines().toList();
    String file =
        String.join(
            "\n",
            good.get(0),
            "{",
            "{\"format\":\"other\"}",
            good.get(0).replace("inventory.dlq-0@0", "inventory.dlq-9@0"),
            good.get(0).replace("inventory.dlq-0@0", "customer.events-0@0"),
            good.get(1));

    ImportResult strict = importFrom(file, true);
    assertThat(strict.stopped()).isTrue();
    assertThat(strict.added()).isEqualTo(1);
    assertThat(strict.examples()).extracting(BadLine::number).containsExactly(2L);

    ImportResult lenient = importFrom(file, false);
    assertThat(lenient.stopped()).isFalse();
    assertThat(lenient.added()).isEqualTo(1);
    assertThat(lenient.repeated()).isEqualTo(1);
    assertThat(lenient.bad()).isEqualTo(4);
    assertThat(lenient.examples()).extracting(BadLine::number).containsExactly(2L, 3L, 4L, 5L);
    assertThat(lenient.examples())
        .element(0)
        .satisfies(line -> assertThat(line.why()).startsWith("not JSON: "));
    assertThat(lenient.examples())
        .contains(
            new BadLine(4, "inventory.dlq has no partition 9"),
            new BadLine(5, "customer.events is no dead-letter topic of a service"));
  }

  private ImportResult importFrom(String file, boolean strict) throws IOException {
    return custody.importFrom(
        new ByteArrayInputStream(file.getBytes(UTF_8)),
        strict,
        TERMS,
        new StopSignal(),
        CustodyListener.silent());
  }

  private static void put(String topic, int partition, String key, byte[] value, String reason) {
    var record =
        new ProducerRecord<>(topic, partition, key == null ? null : key.getBytes(UTF_8), value);
    record.headers().add("parkade_dlq_reason", reason.getBytes(UTF_8));
    record.headers().add("odd", new byte[] {(byte) 0xfe});
    record.headers().add("none", null);
    broker.put(List.of(record));
  }

  private static String exported(List<ConsumerRecord<byte[], byte[]>> records) {
    var lines = new StringBuilder();
    records.forEach(
        r -> lines.append(LetterJson.write(new DeadLetter(r), LetterState.OPEN)).append('\n'));
    return lines.toString();
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return new DeadLetter(record).id().text();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record) {
    return new DeadLetter(record).text("parkade_dlq_imported").orElseThrow();
  }
}
