package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LedgerBroker;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Letters that are mended.
class EditIT {

  private static final Terms TERMS =
      Terms.of(new Operator("ada", "desk-7"), new Reason("the amount was a text, OPS-12"));

  private static LedgerBroker broker;

  private final TestClock clock = TestClock.atNoon();
  private final SequentialIds ids = new SequentialIds();
  private final MessageCodec codec = new MessageCodec();
  private final Custody custody = new Custody(broker.kafka(), clock, ids::get);
  private final OrderId order = OrderId.of("00000000-0009-7000-8000-000000000009");

  @BeforeAll
  static void start() {
    broker = new LedgerBroker();
    List.of(
            Topics.PAYMENT_DLQ,
            Topics.PAYMENT_PARKED,
            Topics.INVENTORY_DLQ,
            Topics.INVENTORY_COMMANDS,
            Topics.ORDER_DLQ)
        .forEach(broker::create);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void aMendedPaymentIsANewCommandWithItsCause() {
    var body = new ChargePayment(order, CustomerId.of("ada"), new Money(1999, "EUR"));
    Message<?> old = message(body);
    DeadLetterId letter = bury(Topics.PAYMENT_DLQ, old, "{\"amount\":\"19.99\"}");
    clock.advance(Duration.ofDays(1));

    EditResult result = custody.edit(letter, payload(body), Map.of(), TERMS);

    ConsumerRecord<byte[], byte[]> sent = only(Topics.PAYMENT_PARKED);
    Message<?> read = read(sent);
    assertThat(result)
        .isInstanceOfSatisfying(
            EditResult.Sent.class,
            s -> {
              assertThat(s.message()).isEqualTo(read.id());
              assertThat(s.replay()).isEqualTo(1);
            });
    assertThat(read.body()).isEqualTo(body);
    assertThat(read.id()).isNotEqualTo(old.id());
    assertThat(read.envelope().causationId()).isEqualTo(old.id());
    assertThat(read.envelope().time()).isEqualTo(clock.instant());
    assertThat(read.envelope().correlationId()).isEqualTo(order.text());
    assertThat(new String(sent.key(), UTF_8)).isEqualTo(read.id().text());
    assertThat(sent.partition())
        .isEqualTo(BuiltInPartitioner.partitionForKey("ada".getBytes(UTF_8), Topics.PARTITIONS));
    assertThat(header(sent, "parkade_replay_of")).isEqualTo(letter.text());
    assertThat(header(sent, "parkade_replay_count")).isEqualTo("1");
    assertThat(sent.headers().lastHeader("parkade_dlq_reason")).isNull();

    try (Ledger ledger = Ledger.read(broker.kafka(), List.of("payment.dlq"))) {
      assertThat(ledger.stateOf(letter)).isEqualTo(LetterState.EDITED);
      assertThat(ledger.entry(letter).orElseThrow().last())
          .containsInstanceOf(LetterAction.Edited.class)
          .hasValueSatisfying(a -> assertThat(a.why()).isEqualTo("the amount was a text, OPS-12"));
    }
    assertThat(custody.edit(letter, payload(body), Map.of(), TERMS))
        .isEqualTo(
            new EditResult.Refused(
                letter + " is EDITED and not OPEN; dlq show says what was done with it"));
  }

  @Test
  void aRecordWithoutItsTypeAndKeyBecomesACommandOnTheRightPartition() {
    var body = new CommitStock(order);
    broker.put(
        List.of(new ProducerRecord<>("inventory.dlq", 5, null, null, "hello".getBytes(UTF_8))));
    var letter = new DeadLetterId("inventory.dlq", 5, 0);
    assertThat(custody.edit(letter, payload(body), Map.of(), TERMS))
        .isInstanceOfSatisfying(
            EditResult.Refused.class, r -> assertThat(r.why()).contains("ce_type is missing"));

    String type = new MessageCodec().encode(message(body)).headers().get("ce_type");
    EditResult result = custody.edit(letter, payload(body), Map.of("ce_type", type), TERMS);

    assertThat(result).isInstanceOf(EditResult.Sent.class);
    ConsumerRecord<byte[], byte[]> sent = only(Topics.INVENTORY_COMMANDS);
    assertThat(read(sent).body()).isEqualTo(body);
    assertThat(new String(sent.key(), UTF_8)).isEqualTo(order.text());
    assertThat(sent.partition())
        .isEqualTo(BuiltInPartitioner.partitionForKey(sent.key(), Topics.PARTITIONS));
  }

  @Test
  void nonsenseIsRefusedWithWhatIsWrongAndTheLetterStaysOpen() {
    var body = new CommitStock(order);
    DeadLetterId letter = bury(Topics.ORDER_DLQ, message(body), "{}");

    assertThat(refusal(custody.edit(letter, "{".getBytes(UTF_8), Map.of(), TERMS)))
        .startsWith("it would only become a dead letter again (MALFORMED_PAYLOAD): the payload is");
    assertThat(refusal(custody.edit(letter, payload(body), Map.of(), TERMS)))
        .isEqualTo("a CommitStock does not belong on order.replies");
    assertThat(refusal(custody.edit(letter, payload(body), Map.of("ce_id", "x"), TERMS)))
        .isEqualTo("the header ce_id is not one that can be given");
    assertThat(
            refusal(
                custody.edit(new DeadLetterId("order.dlq", 0, 99), payload(body), Map.of(), TERMS)))
        .isEqualTo("order.dlq-0@99 does not exist, or not any more");

    try (Ledger ledger = Ledger.read(broker.kafka(), List.of("order.dlq"))) {
      assertThat(ledger.stateOf(letter)).isEqualTo(LetterState.OPEN);
      assertThat(ledger.runs()).isEmpty();
    }
  }

  private static String refusal(EditResult result) {
    return ((EditResult.Refused) result).why();
  }

  private Message<?> message(MessageBody body) {
    return new Messages("order-orchestrator", clock, ids::get)
        .first(body, order.text(), order.text(), null);
  }

  private byte[] payload(MessageBody body) {
    return codec.encode(message(body)).payload().getBytes(UTF_8);
  }

  private DeadLetterId bury(Topic topic, Message<?> message, String payload) {
    Encoded encoded = codec.encode(message);
    var record =
        new ProducerRecord<>(topic.name(), 0, "ada".getBytes(UTF_8), payload.getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    record.headers().add("parkade_dlq_reason", "MALFORMED_PAYLOAD".getBytes(UTF_8));
    broker.put(List.of(record));
    return new DeadLetter(only(topic)).id();
  }

  private static ConsumerRecord<byte[], byte[]> only(Topic topic) {
    List<ConsumerRecord<byte[], byte[]>> records = broker.committed(topic.name());
    assertThat(records).hasSize(1);
    return records.getFirst();
  }

  private Message<?> read(ConsumerRecord<byte[], byte[]> record) {
    Decoded decoded =
        codec.decode(
            name ->
                record.headers().lastHeader(name) == null
                    ? null
                    : record.headers().lastHeader(name).value(),
            record.value());
    return ((Decoded.Readable) decoded).message();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
