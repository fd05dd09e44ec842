package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.ParkedHeaders;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.replay.Replay;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class ParkedRecordsTest {

  private static final int PARTITIONS = 6;
  private static final long END = 1_000;

  private final SequentialIds ids = new SequentialIds();
  private final MessageCodec codec = new MessageCodec();
  private final Messages messages = new Messages("test", TestClock.atNoon(), ids::get);
  private final ParkedRecords records = new ParkedRecords(new RecordReader(codec));

  @Test
  void readsBackWhatItWrote() {
    Parked entry =
        Parked.fresh(command("ada"), NOON, WaitReason.CUSTOMER_UNKNOWN, 0)
            .again(WaitReason.PROVIDER_UNAVAILABLE, 3);

    Parked read = live(written(records.live(entry), 42));

    assertThat(read.id()).isEqualTo(entry.id());
    assertThat(read.place()).isEqualTo(entry.place());
    assertThat(read.firstAt()).isEqualTo(NOON);
    assertThat(read.reason()).isEqualTo(WaitReason.PROVIDER_UNAVAILABLE);
    assertThat(read.attempts()).isEqualTo(3);
    assertThat(read.offset()).isEqualTo(42);
    assertThat(read.command().record().headers().toArray())
        .noneMatch(header -> header.key().startsWith("parkade_parked_"));
  }

  @Test
  void whatAReplayIsFoundByOutlivesBeingParkedAndTooManyHeaders() {
    Command command = command("ada");
    Headers headers = command.record().headers();
    headers.add(ReplayHeaders.OF, "payment.dlq-1@7".getBytes(UTF_8));
    for (int n = 0; n < 1_000; n++) {
      headers.add("h", new byte[10_000]);
    }
    headers.add(ReplayHeaders.COUNT, "2".getBytes(UTF_8));

    var record = records.live(Parked.fresh(command, NOON, WaitReason.CUSTOMER_UNKNOWN, 0));
    Headers again = live(written(record, 42)).command().record().headers();

    // it has to fit beside its payload
    assertThat(again.headers("h")).hasSize(104);
    assertThat(again.lastHeader(ReplayHeaders.OF).value()).asString().isEqualTo("payment.dlq-1@7");
    assertThat(again.lastHeader(ReplayHeaders.COUNT).value()).asString().isEqualTo("2");
    assertThat(again.lastHeader("ce_id").value()).asString().isEqualTo(command.id().text());
  }

  @Test
  void fillsInWhatAReplayLeavesOut() {
    var record = records.live(Parked.fresh(command("ada"), NOON, WaitReason.CUSTOMER_UNKNOWN, 0));
    record.headers().remove(ParkedHeaders.ORIGIN_OFFSET);
    record.headers().remove(ParkedHeaders.FIRST_AT);
    record.headers().remove(ParkedHeaders.ATTEMPTS);
    record.headers().add(ParkedHeaders.ATTEMPTS, "many".getBytes(UTF_8));

    Parked read = live(written(record, 42));

    assertThat(read.place().originOffset()).isEqualTo(END);
    // a refund must not trust that the provider was never asked
    assertThat(read.attempts()).isEqualTo(1);
  }

  @Test
  void whichReplayACommandIsSurvivesEveryCopyOfIt() {
    Command command = command("ada");
    put(command, ReplayHeaders.OF, "payment.dlq-3@17");
    put(command, ReplayHeaders.COUNT, "2");
    put(command, ReplayHeaders.RUN, "run-1");
    Parked entry = Parked.fresh(command, NOON, WaitReason.CUSTOMER_UNKNOWN, 0);

    Parked parked = live(written(records.live(entry), 1));
    Parked again = live(written(records.live(parked.again(WaitReason.REFUND_DECLINED, 2)), 2));
    Parked spilled = again.spilled();
    Command back = records.command(written(records.live(again), 2), 7);
    Parked block = live(written(records.live(spilled.with(back).deadLettered(NOON)), 3));

    assertThat(List.of(parked, again, spilled, block))
        .allSatisfy(
            it -> assertThat(it.pointer().replay()).isEqualTo(new Replay("payment.dlq-3@17", 2)));
    assertThat(List.of(parked.command(), again.command(), back, block.command()))
        .allSatisfy(it -> assertThat(it.replay()).isEqualTo(new Replay("payment.dlq-3@17", 2)))
        .allSatisfy(it -> assertThat(header(it, ReplayHeaders.RUN)).isEqualTo("run-1"));
    assertThat(spilled.bytes())
        .isGreaterThan(
            Parked.fresh(command("ada"), NOON, WaitReason.CUSTOMER_UNKNOWN, 0).spilled().bytes());
  }

  @Test
  void aReplayTakesThePlaceOfTheSameCommandAndOfNoOther() {
    Command command = command("ada");
    Parked waiting = Parked.fresh(command, NOON, WaitReason.DEAD_LETTERED, 3).at(1);
    Command copy = new Command(command.record(), command.message()).at(END);
    put(copy, ReplayHeaders.OF, "payment.dlq-3@17");
    put(copy, ReplayHeaders.COUNT, "1");
    Parked replay = new Parked(copy, NOON.plusSeconds(9), WaitReason.CUSTOMER_UNKNOWN, 1, 42);
    var dearer = new Pointer(copy.id(), copy.orderId(), copy.customerId(), 0, END, null, null);

    Parked inPlace = replay.inPlaceOf(waiting);

    assertThat(inPlace.place()).isEqualTo(waiting.place());
    assertThat(inPlace.command().record().offset()).isEqualTo(7);
    assertThat(inPlace.firstAt()).isEqualTo(NOON);
    assertThat(inPlace.offset()).isEqualTo(42);
    assertThat(inPlace.pointer().replay()).isEqualTo(new Replay("payment.dlq-3@17", 1));
    var foreign = new Parked(dearer, copy, NOON, WaitReason.CUSTOMER_UNKNOWN, 1, 43);
    assertThat(foreign.inPlaceOf(waiting)).isEqualTo(waiting);
  }

  @Test
  void knowsATombstoneAndGarbage() {
    Parked entry = Parked.fresh(command("ada"), NOON, WaitReason.CUSTOMER_UNKNOWN, 0);
    String id = entry.id().text();

    assertThat(read(written(ParkedRecords.tombstone(0, id), 1)))
        .isEqualTo(new ParkedRecords.Tombstone(entry.id()));
    assertThat(read(written(new ProducerRecord<>("payment.parked", 0, id, new byte[] {1}), 1)))
        .isInstanceOf(ParkedRecords.Garbage.class);
  }

  @Test
  void takesNothingUnderAForeignKeyOrOnAForeignPartition() {
    var record = records.live(Parked.fresh(command("ada"), NOON, WaitReason.CUSTOMER_UNKNOWN, 0));
    var otherKey =
        new ProducerRecord<>(
            record.topic(), record.partition(), null, "x", record.value(), record.headers());
    var otherPlace =
        new ProducerRecord<>(
            record.topic(),
            (record.partition() + 1) % PARTITIONS,
            null,
            record.key(),
            record.value(),
            record.headers());

    assertThat(read(written(otherKey, 1)))
        .isInstanceOfSatisfying(
            ParkedRecords.Garbage.class,
            g -> assertThat(g.reason()).isEqualTo(DeadLetterReason.WRONG_KEY));
    assertThat(read(written(otherPlace, 1))).isInstanceOf(ParkedRecords.Garbage.class);
  }

  private static void put(Command command, String name, String value) {
    command.record().headers().add(name, value.getBytes(UTF_8));
  }

  private static String header(Command command, String name) {
    return new String(command.record().headers().lastHeader(name).value(), UTF_8);
  }

  private Parked live(ConsumerRecord<String, byte[]> record) {
    return ((ParkedRecords.Live) read(record)).entry();
  }

  private ParkedRecords.Read read(ConsumerRecord<String, byte[]> record) {
    return records.read(record, END, PARTITIONS);
  }

  private Command command(String customer) {
    OrderId order = new OrderId(ids.get());
    Message<PaymentCommand> message =
        messages.first(
            new ChargePayment(order, CustomerId.of(customer), new Money(100, "EUR")),
            order.text(),
            order.text(),
            null);
    var encoded = codec.encode(message);
    var record =
        new ConsumerRecord<>(
            "payment.commands",
            Partitioning.of(customer, PARTITIONS),
            7,
            customer,
            encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return new Command(record, message);
  }

  private static ConsumerRecord<String, byte[]> written(
      ProducerRecord<String, byte[]> record, long offset) {
    var read =
        new ConsumerRecord<>(
            record.topic(), record.partition(), offset, record.key(), record.value());
    record.headers().forEach(header -> read.headers().add(header));
    return read;
  }
}
