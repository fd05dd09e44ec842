package dev.parkade.payment.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunStatus;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.environment.Broker;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.waiting.Eventually;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The policy, with the real gate and the real relay, on a broker of its own: it would replay what
/// other tests set aside.
class AutoReplayIT {

  private static final Duration SOON = Eventually.SOON;
  private static final String DLQ = Topics.PAYMENT_DLQ.name();
  private static final String REPLAY = "replay " + Topics.PAYMENT_PARKED.name();

  private Broker broker;
  private KafkaAccess kafka;
  private World world;
  private final RecordedSpans recorded = new RecordedSpans();

  @BeforeEach
  void start() {
    broker = Environment.startBroker();
    kafka = KafkaAccess.at(broker.bootstrapServers());
    world = new World(broker.bootstrapServers()).collecting(recorded);
    world.start(
        "--parkade.relay.enabled=true",
        "--parkade.tracing.enabled=true",
        "--parkade.parking.max-age=2s",
        "--parkade.dead-letters.read-interval=200ms",
        "--parkade.dead-letters.auto-replay.enabled=true",
        "--parkade.dead-letters.auto-replay.interval=300ms",
        "--parkade.dead-letters.auto-replay.min-age=0s");
  }

  @AfterEach
  void stop() {
    world.close();
    broker.close();
  }

  @Test
  void aPaymentWhoseCustomerCameAfterAllIsChargedByItself() {
    CustomerId customer = World.someCustomer("late");
    OrderId order = World.someOrder();
    var command = world.asksToCharge(customer, order, 1000);
    DeadLetterId letter = idOf(world.deadLetter(customer.text()));
    DeadLetterId looping = oneThatCameBackTwice();
    Eventually.within(SOON, () -> assertThat(figure("parkade_deadletter_depth")).isEqualTo(2));

    try (LedgerWriter person = person()) {
      world.registers(customer).join();
      Eventually.within(SOON, () -> assertThat(rounds("lease-held")).isGreaterThan(0));
      assertThat(person.ledger().stateOf(letter)).isEqualTo(LetterState.OPEN);
      assertThat(world.status(order)).isNull();
    }

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    Eventually.within(SOON, () -> assertThat(run().status()).isEqualTo(RunStatus.FINISHED));
    assertThat(run())
        .returns("policy of payment-service", RunEntry::who)
        .returns("their cause is gone", RunEntry::why)
        .returns(1L, RunEntry::done)
        .returns(Map.of("HANDLED", 1L), RunEntry::outcomes);
    Eventually.within(SOON, () -> assertThat(rounds("finished")).isEqualTo(1));
    // what came back as often as is allowed is left to people
    double looks = rounds("nothing");
    Eventually.within(SOON, () -> assertThat(rounds("nothing")).isGreaterThan(looks + 2));
    assertThat(state(looping)).isEqualTo(LetterState.OPEN);
    Eventually.within(SOON, () -> assertThat(figure("parkade_deadletter_depth")).isEqualTo(1));
    assertThat(figure("parkade_deadletter_oldest_age_seconds")).isBetween(0.001, 120.0);
    assertThat(world.deadLetters()).hasSize(2);
    assertTraces(command.envelope().traceparent());
  }

  /// The replay is a trace of its own, linked to that of the order, and the order's goes on.
  private void assertTraces(Traceparent charge) {
    Eventually.within(
        SOON,
        () -> assertThat(recorded.all()).extracting(SpanData::getName).containsOnlyOnce(REPLAY));
    SpanData replay = recorded.named(REPLAY).getFirst();
    assertThat(replay.getTraceId()).isNotEqualTo(charge.traceId());
    assertThat(RecordedSpans.links(replay)).containsExactly(charge.spanId());
    Eventually.within(
        SOON,
        () ->
            assertThat(recorded.ofTrace(charge.traceId()))
                .flatExtracting(RecordedSpans::links)
                .contains(replay.getSpanId()));
  }

  /// Its customer is known, so nothing but the guard keeps it from being replayed.
  private DeadLetterId oneThatCameBackTwice() {
    CustomerId customer = world.known("looping");
    var command = world.charge(customer, World.someOrder(), 1000);
    int partition = partitionOf(customer);
    ProducerRecord<String, byte[]> record =
        world.record(Topics.PAYMENT_DLQ, partition, customer.text(), command);
    header(record, "parkade_dlq_reason", "CUSTOMER_NEVER_ARRIVED");
    header(record, "parkade_dlq_origin_topic", "payment.commands");
    header(record, "parkade_dlq_origin_partition", Integer.toString(partition));
    header(record, "parkade_dlq_origin_offset", "0");
    header(record, "parkade_replay_of", DLQ + "-" + partition + "@0");
    header(record, "parkade_replay_count", "2");
    world.send(record).join();
    return idOf(world.deadLetter(customer.text()));
  }

  private LedgerWriter person() {
    var clock = Clock.systemUTC();
    return LedgerWriter.open(
        kafka, DLQ, new Operator("ada", "desk-7"), false, clock, Ids.timeOrdered());
  }

  private RunEntry run() {
    try (Ledger ledger = Ledger.read(kafka, List.of(DLQ))) {
      assertThat(ledger.runs()).hasSize(1);
      return ledger.runs().getFirst();
    }
  }

  private LetterState state(DeadLetterId id) {
    try (Ledger ledger = Ledger.read(kafka, List.of(DLQ))) {
      return ledger.stateOf(id);
    }
  }

  private double rounds(String end) {
    return lines("parkade_deadletter_policy_runs_total").stream()
        .filter(line -> line.contains("end=\"" + end + "\""))
        .mapToDouble(AutoReplayIT::value)
        .sum();
  }

  private double figure(String name) {
    assertThat(lines(name)).hasSize(1);
    return value(lines(name).getFirst());
  }

  private List<String> lines(String name) {
    return world
        .get("/actuator/prometheus", true)
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .toList();
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static DeadLetterId idOf(ConsumerRecord<String, byte[]> record) {
    return new DeadLetterId(record.topic(), record.partition(), record.offset());
  }

  private static int partitionOf(CustomerId customer) {
    int hash = Utils.murmur2(customer.text().getBytes(UTF_8));
    return Utils.toPositive(hash) % Topics.PARTITIONS;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
