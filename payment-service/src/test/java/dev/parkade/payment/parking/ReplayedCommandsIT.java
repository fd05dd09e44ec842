package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.Wire;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Dead letters that are replayed to `payment.commands` or to `payment.parked`: what became of each
/// is said on `dlq.outcomes`, in the transaction that decided it, and nothing else is different.
class ReplayedCommandsIT {

  /// The provider declines it.
  private static final long DECLINED = 1013;

  /// The provider takes it at the third request.
  private static final long LATER = 1034;

  /// The provider never takes it.
  private static final long NEVER = 1035;

  private static final int PARTITION = 3;
  private static final AtomicLong OFFSETS = new AtomicLong(7000);
  private static final World WORLD = new World();

  @BeforeAll
  static void start() {
    start("--parkade.parking.retry.max-attempts=2");
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  private static void start(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("--parkade.relay.enabled=true", "--parkade.parking.retry.initial=50ms"));
    all.addAll(Arrays.asList(settings));
    WORLD.start(all.toArray(String[]::new));
  }

  @Test
  void saysOfEachReplayWhatBecameOfItInTheTransactionThatAnswersTheWholePoll() {
    CustomerId customer = known();
    Message<?> charge = WORLD.charge(customer, someOrder(), 1000);
    Message<?> declined = WORLD.charge(customer, someOrder(), DECLINED);
    Message<?> cancelled = WORLD.charge(customer, someOrder(), 1000);
    Message<?> refund = WORLD.refund(customer, order(charge));
    List<String> replays = new ArrayList<>();

    WORLD
        .progress()
        .whileStopped(
            () -> {
              replays.add(replay(charge, 1) + " 1 HANDLED CHARGED");
              replays.add(replay(charge, 2) + " 2 DUPLICATE CHARGED");
              replays.add(replay(declined, 1) + " 1 HANDLED PAYMENT_DECLINED");
              WORLD.send(WORLD.refund(customer, order(cancelled)));
              replays.add(replay(cancelled, 1) + " 1 REFUSED ALREADY_VOIDED");
              replays.add(replay(refund, 1) + " 1 HANDLED REFUNDED");
              replays.add(replay(refund, 10_000) + " 10000 DUPLICATE REFUNDED");
              WORLD.send(WORLD.charge(customer, someOrder(), 1000));
              WORLD.statements().reset();
            });

    awaitNews(replays);
    assertThat(sent("insert into outbox")).isEqualTo(1);
    assertThat(WORLD.replies(order(charge))).hasSize(4);
    assertThat(WORLD.status(order(charge))).isEqualTo("REFUNDED");
    assertThat(WORLD.status(order(cancelled))).isEqualTo("VOIDED");
  }

  @Test
  void headersThatNobodyCanReadMakeACommandNeitherPoisonNorAReplay() {
    CustomerId customer = known();
    List<Message<ChargePayment>> charges =
        Stream.generate(() -> WORLD.charge(customer, someOrder(), 1000)).limit(4).toList();
    long said = said();

    WORLD.send(with(fresh(charges.get(0)), "payment.dlq-3@x", "1"));
    WORLD.send(with(fresh(charges.get(1)), "x".repeat(200_000), "1"));
    WORLD.send(with(fresh(charges.get(2)), "payment.dlq-3@1", "\u0000-1"));
    WORLD.send(with(parked(charges.get(3)), "payment.commands-3@1", ""));

    for (var charge : charges) {
      Eventually.within(SOON, () -> assertThat(WORLD.status(order(charge))).isEqualTo("CHARGED"));
      assertThat(deadLettersOf(charge)).isEmpty();
    }
    assertThat(said()).isEqualTo(said);
  }

  @Test
  void aReplayThatIsParkedSpilledRestartedAndTriedAgainIsStillTheSameReplay() {
    CustomerId customer = someCustomer("late");
    Message<ChargePayment> charge = WORLD.charge(customer, someOrder(), LATER);
    String letter = name();
    WORLD.send(with(parked(charge), letter, "4")).join();
    Message<ChargePayment> fresh = WORLD.charge(customer, someOrder(), 1000);
    String second = name();
    WORLD.send(with(fresh(fresh), second, "5")).join();
    Eventually.within(
        SOON, () -> assertThat(waiting(customer)).contains(charge.id().text(), fresh.id().text()));
    WORLD.stop();

    start("--parkade.parking.retry.max-attempts=5", "--parkade.parking.max-bytes=0");
    WORLD.registers(customer).join();

    awaitNews(List.of(letter + " 4 HANDLED CHARGED", second + " 5 HANDLED CHARGED"));
    assertThat(WORLD.parkedRecords(charge))
        .filteredOn(record -> record.value() != null)
        .hasSize(3)
        .allSatisfy(
            record -> {
              assertThat(header(record, ReplayHeaders.OF)).isEqualTo(letter);
              assertThat(header(record, ReplayHeaders.COUNT)).isEqualTo("4");
              assertThat(header(record, ReplayHeaders.RUN)).isEqualTo("run-1");
            });
    WORLD.stop();
    start("--parkade.parking.retry.max-attempts=2");
  }

  @Test
  void aReplayInThePlaceOfADeadLetterThatHoldsItsCustomerBackIsHandled() {
    CustomerId customer = known();
    Message<ChargePayment> dead = WORLD.asksToCharge(customer, someOrder(), LATER);
    Message<ChargePayment> next = WORLD.asksToCharge(customer, someOrder(), 1000);
    Eventually.within(SOON, () -> assertThat(waiting(customer)).contains("\"DEAD_LETTERED\""));
    String copy = replay(dead, 1);

    String letter = name();
    WORLD.send(with(parked(dead), letter, "2")).join();

    awaitNews(List.of(copy + " 1 DUPLICATE PARKED_ALREADY", letter + " 2 HANDLED CHARGED"));
    Eventually.within(
        SOON,
        () ->
            assertThat(WORLD.decided(customer))
                .containsExactly(order(dead).text(), order(next).text()));
  }

  @Test
  void aReplayWhoseOrderIsRefundedWhileItWaitsIsRefused() {
    CustomerId customer = someCustomer("cancelled");
    Message<ChargePayment> charge = WORLD.charge(customer, someOrder(), 1000);
    String letter = replay(charge, 1);
    Eventually.within(SOON, () -> assertThat(waiting(customer)).contains(charge.id().text()));

    Message<?> refund = WORLD.asksToRefund(customer, order(charge));

    awaitNews(List.of(letter + " 1 REFUSED REFUNDED_WHILE_PARKED"));
    ConsumerRecord<String, byte[]> news =
        WORLD.outcomes().stream().filter(r -> r.key().equals(letter)).findFirst().orElseThrow();
    assertThat(header(news, "ce_subject")).isEqualTo(letter);
    assertThat(header(news, "ce_correlationid")).isEqualTo(order(charge).text());
    assertThat(header(news, "ce_causationid")).isEqualTo(refund.id().text());
    assertThat(header(news, "traceparent")).contains(refund.envelope().traceparent().traceId());
    assertThat(WORLD.status(order(charge))).isEqualTo("VOIDED");
  }

  @Test
  void ofOneThatFailsAgainAndOfADecisionThatWasRolledBackNothingIsSaid() {
    WORLD
        .jdbc()
        .sql("alter table payment add constraint hexed check (amount <> 66600) not valid")
        .update();
    CustomerId customer = known();
    CustomerId beside = known();
    CustomerId lost = known();
    Message<ChargePayment> hexed = WORLD.charge(customer, someOrder(), 66600);
    Message<ChargePayment> fine = WORLD.charge(beside, someOrder(), 1000);
    Message<ChargePayment> never = WORLD.charge(lost, someOrder(), NEVER);
    long said = said();
    List<String> replays = new ArrayList<>();

    WORLD
        .progress()
        .whileStopped(
            () -> {
              for (var command : List.of(fine, hexed, never)) {
                replays.add(replay(command, 1));
              }
              WORLD.statements().reset();
            });

    awaitNews(List.of(replays.getFirst() + " 1 HANDLED CHARGED"));
    for (var again : List.of(hexed, never)) {
      Eventually.within(SOON, () -> assertThat(deadLettersOf(again)).hasSize(1));
    }
    WORLD.jdbc().sql("alter table payment drop constraint hexed").update();
    assertThat(letter(hexed)).isEqualTo(replays.get(1) + " 1 HANDLER_FAILED");
    assertThat(letter(never)).isEqualTo(replays.get(2) + " 1 RETRIES_EXHAUSTED");
    // those of the same poll were decided and rolled back together first
    assertThat(sent("insert into outbox")).isGreaterThan(1);
    assertThat(said()).isEqualTo(said + 1);
  }

  /// A customer of one partition who is registered.
  private static CustomerId known() {
    CustomerId customer =
        Stream.generate(() -> someCustomer("replayed"))
            .filter(c -> Partitioning.of(c.text(), Topics.PARTITIONS) == PARTITION)
            .findFirst()
            .orElseThrow();
    WORLD.registers(customer).join();
    WORLD.progress().awaitHandled();
    return customer;
  }

  private static OrderId order(Message<?> command) {
    return ((PaymentCommand) command.body()).orderId();
  }

  private static CustomerId customer(Message<?> command) {
    return ((PaymentCommand) command.body()).customerId();
  }

  /// Sends a command again as a replay, to where it was sent first, and returns its dead letter.
  private static String replay(Message<?> command, int count) {
    String letter = name();
    WORLD.send(with(fresh(command), letter, Integer.toString(count)));
    return letter;
  }

  private static String name() {
    return "payment.dlq-3@" + OFFSETS.incrementAndGet();
  }

  private static ProducerRecord<String, byte[]> fresh(Message<?> command) {
    return WORLD.record(Topics.PAYMENT_COMMANDS, null, customer(command).text(), command);
  }

  private static ProducerRecord<String, byte[]> parked(Message<?> command) {
    int partition = Partitioning.of(customer(command).text(), Topics.PARTITIONS);
    return WORLD.record(Topics.PAYMENT_PARKED, partition, command.id().text(), command);
  }

  private static ProducerRecord<String, byte[]> with(
      ProducerRecord<String, byte[]> record, String of, String count) {
    record
        .headers()
        .add(ReplayHeaders.OF, of.getBytes(UTF_8))
        .add(ReplayHeaders.COUNT, count.getBytes(UTF_8))
        .add(ReplayHeaders.RUN, "run-1".getBytes(UTF_8));
    return record;
  }

  /// Waits until exactly this was said about these dead letters: name, count, outcome, and the
  /// first word of the detail.
  private static void awaitNews(List<String> expected) {
    List<String> letters = expected.stream().map(line -> line.split(" ")[0]).toList();
    Eventually.within(
        SOON,
        () ->
            assertThat(WORLD.outcomes())
                .filteredOn(record -> letters.contains(record.key()))
                .extracting(ReplayedCommandsIT::line)
                .containsExactlyInAnyOrderElementsOf(expected));
  }

  private static String line(ConsumerRecord<String, byte[]> news) {
    var said = (DeadLetterSettled) Wire.message(news).body();
    String word = said.detail().split(":")[0];
    return "%s %d %s %s".formatted(said.deadLetter(), said.replay(), said.outcome(), word);
  }

  /// How often something was said about a replay so far.
  private static long said() {
    return WORLD
        .jdbc()
        .sql("select count(*) from outbox where topic = ?")
        .param(Topics.DLQ_OUTCOMES.name())
        .query(Long.class)
        .single();
  }

  private static long sent(String text) {
    return WORLD.statements().statements().stream().filter(sql -> sql.contains(text)).count();
  }

  private static String waiting(CustomerId customer) {
    return WORLD.get("/api/v1/parked?customerId=" + customer, false);
  }

  private static List<ConsumerRecord<String, byte[]>> deadLettersOf(Message<?> command) {
    return WORLD.deadLetters().stream()
        .filter(dead -> header(dead, "ce_id").equals(command.id().text()))
        .toList();
  }

  /// Which replay a dead letter was, and why it became one again.
  private static String letter(Message<?> command) {
    var dead = deadLettersOf(command).getFirst();
    return "%s %s %s"
        .formatted(
            header(dead, ReplayHeaders.OF),
            header(dead, ReplayHeaders.COUNT),
            header(dead, DeadLetterHeaders.REASON));
  }
}
