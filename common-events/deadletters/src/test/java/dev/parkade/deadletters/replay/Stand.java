package dev.parkade.deadletters.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LedgerBroker;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.PlanOptions;
import dev.parkade.deadletters.plan.Planner;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/// A broker with the topics of replays, and dead letters for it.
final class Stand implements AutoCloseable {

  static final Operator ADA = new Operator("ada", "here");
  static final Reason WHY = new Reason("the cause is gone");
  static final String DLQ = Topics.PAYMENT_DLQ.name();

  /// Everything at once, and nobody is waited for.
  static final ReplaySettings AT_ONCE = ReplaySettings.defaults().unattended();

  private final LedgerBroker broker;
  private final MessageCodec codec = new MessageCodec();
  private final Ids ids = Ids.timeOrdered();
  private final Messages messages = new Messages("test", Clock.systemUTC(), ids);

  Stand() {
    broker = new LedgerBroker();
    List.of(
            Topics.PAYMENT_DLQ,
            Topics.INVENTORY_DLQ,
            Topics.ORDER_DLQ,
            Topics.DLQ_OUTCOMES,
            Topics.PAYMENT_PARKED,
            Topics.PAYMENT_COMMANDS,
            Topics.INVENTORY_COMMANDS,
            Topics.ORDER_REPLIES,
            Topics.CUSTOMER_EVENTS)
        .forEach(broker::create);
  }

  LedgerBroker broker() {
    return broker;
  }

  KafkaAccess kafka() {
    return broker.kafka();
  }

  /// Leaves nothing of earlier tests but the ledger.
  void clear() {
    try (var log = new DeadLetterLog(kafka())) {
      log.snapshot(
              List.of(
                  DLQ,
                  Topics.INVENTORY_DLQ.name(),
                  Topics.ORDER_DLQ.name(),
                  Topics.DLQ_OUTCOMES.name(),
                  Topics.INVENTORY_COMMANDS.name()))
          .ranges()
          .forEach(
              (partition, range) -> {
                if (!range.isEmpty()) {
                  broker.forget(partition, range.end());
                }
              });
    }
  }

  /// A charge that became a dead letter.
  ProducerRecord<byte[], byte[]> charge(
      int partition, String customer, long originOffset, DeadLetterReason reason) {
    var order = new OrderId(ids.get());
    var message =
        messages.first(
            new ChargePayment(order, CustomerId.of(customer), new Money(1999, "EUR")),
            customer,
            order.text(),
            null);
    Encoded encoded = codec.encode(message);
    var record =
        new ProducerRecord<>(
            DLQ, partition, customer.getBytes(UTF_8), encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> put(record, name, value));
    put(record, DeadLetterHeaders.REASON, reason.name());
    put(record, DeadLetterHeaders.ORIGIN_TOPIC, Topics.PAYMENT_COMMANDS.name());
    put(record, DeadLetterHeaders.ORIGIN_PARTITION, Integer.toString(partition));
    put(record, DeadLetterHeaders.ORIGIN_OFFSET, Long.toString(originOffset));
    return record;
  }

  /// The record that a service sets aside when it cannot handle this one.
  ProducerRecord<byte[], byte[]> deadAgain(ConsumerRecord<byte[], byte[]> handled) {
    var record = new ProducerRecord<>(DLQ, handled.partition(), handled.key(), handled.value());
    handled.headers().forEach(record.headers()::add);
    put(record, DeadLetterHeaders.REASON, DeadLetterReason.HANDLER_FAILED.name());
    put(record, DeadLetterHeaders.ORIGIN_TOPIC, handled.topic());
    put(record, DeadLetterHeaders.ORIGIN_PARTITION, Integer.toString(handled.partition()));
    put(record, DeadLetterHeaders.ORIGIN_OFFSET, Long.toString(handled.offset()));
    return record;
  }

  static void put(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }

  Plan plan(Selection selection) {
    return plan(selection, PlanOptions.defaults());
  }

  Plan plan(Selection selection, PlanOptions options) {
    return new Planner(kafka(), Clock.systemUTC(), ids).plan(selection, options, ADA, WHY);
  }

  /// All open letters of the payments.
  Plan planAll() {
    return plan(Selection.openOf(List.of(DLQ)));
  }

  Replayer replayer() {
    return new Replayer(kafka(), Clock.systemUTC(), ids);
  }

  ReplayResult replay(Plan plan, ReplaySettings settings) {
    return replay(plan, settings, new ReplayListener() {});
  }

  ReplayResult replay(Plan plan, ReplaySettings settings, ReplayListener listener) {
    return replayer().replay(plan, settings, ADA, new StopSignal(), listener);
  }

  /// What was sent to `payment.parked` by the run of this plan, partition by partition.
  List<ConsumerRecord<byte[], byte[]>> replayed(Plan plan) {
    return broker.committed(Topics.PAYMENT_PARKED.name()).stream()
        .filter(record -> text(record, ReplayHeaders.RUN).equals(plan.id()))
        .toList();
  }

  static DeadLetterId of(ConsumerRecord<byte[], byte[]> record) {
    return DeadLetterId.of(text(record, ReplayHeaders.OF));
  }

  static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    Header found = record.headers().lastHeader(header);
    return found == null ? "" : new String(found.value(), UTF_8);
  }

  /// A service whose answer to every replayed record this says.
  Participant participant(Participant.Answer answer) {
    return new Participant(this, answer);
  }

  /// A word of a service about a replay.
  Encoded settled(dev.parkade.messages.deadletter.DeadLetterSettled event) {
    return codec.encode(messages.first(event, event.deadLetter(), event.deadLetter(), null));
  }

  static Duration soon() {
    return Eventually.SOON;
  }

  @Override
  public void close() {
    broker.close();
  }
}
