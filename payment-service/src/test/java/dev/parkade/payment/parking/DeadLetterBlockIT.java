package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.ParkedHeaders;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeadLetterBlockIT {

  /// The provider never takes it.
  private static final long NEVER = 1035;

  /// The provider takes it at the third request.
  private static final long LATER = 1034;

  private static final World WORLD = new World();

  @BeforeAll
  static void start() {
    start("--parkade.parking.retry.initial=50ms");
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  private static void start(String... settings) {
    List<String> all = new ArrayList<>(List.of("--parkade.parking.retry.max-attempts=2"));
    all.addAll(Arrays.asList(settings));
    WORLD.start(all.toArray(String[]::new));
  }

  @Test
  void holdsBackItsCustomerAndNobodyElseAcrossARestartUntilItsOrderIsRefunded() {
    CustomerId customer = known("blocked");
    CustomerId neighbour = knownBeside(customer);
    Message<ChargePayment> dead = WORLD.asksToCharge(customer, someOrder(), NEVER);
    assertThat(header(deadLetterOf(dead), DeadLetterHeaders.REASON)).isEqualTo("RETRIES_EXHAUSTED");
    Message<ChargePayment> second = WORLD.asksToCharge(customer, someOrder(), 1000);
    Eventually.within(
        SOON,
        () ->
            assertThat(parked(customer, ""))
                .contains("DEAD_LETTERED", "EARLIER_DEAD_LETTER", second.id().text()));
    charges(neighbour);

    WORLD.stop();
    start();
    Message<ChargePayment> third = WORLD.asksToCharge(customer, someOrder(), 1000);
    charges(neighbour);
    Eventually.within(
        SOON,
        () ->
            assertThat(parked(customer, "&waitReason=EARLIER_DEAD_LETTER"))
                .contains(second.id().text(), third.id().text()));
    assertThat(WORLD.decided(customer)).isEmpty();
    assertThat(deadLettersOf(dead)).hasSize(1);

    WORLD.asksToRefund(customer, dead.body().orderId());

    awaitDecided(customer, dead, second, third);
    assertThat(WORLD.status(dead.body().orderId())).isEqualTo("VOIDED");
    assertThat(WORLD.status(third.body().orderId())).isEqualTo("CHARGED");
    awaitNothingWaits(customer, dead, second, third);
    assertThat(writes(second)).hasSize(2);
  }

  @Test
  void aReplayIsChargedInItsPlaceAndLetsTheOthersGo() {
    CustomerId customer = known("replayed");
    Message<ChargePayment> dead = WORLD.asksToCharge(customer, someOrder(), LATER);
    Message<ChargePayment> next = WORLD.asksToCharge(customer, someOrder(), 1000);
    ConsumerRecord<String, byte[]> letter = deadLetterOf(dead);
    awaitBlocked(customer);
    assertThat(WORLD.decided(customer)).isEmpty();

    replays(letter);

    awaitDecided(customer, dead, next);
    assertThat(WORLD.status(dead.body().orderId())).isEqualTo("CHARGED");
    awaitNothingWaits(customer, dead, next);
    assertThat(deadLettersOf(dead)).hasSize(1);
  }

  @Test
  void anOperatorLetsACustomerGoOnAndMustSayWhy() {
    CustomerId customer = known("unblocked");
    Message<ChargePayment> dead = WORLD.asksToCharge(customer, someOrder(), NEVER);
    Message<ChargePayment> next = WORLD.asksToCharge(customer, someOrder(), 1000);
    awaitBlocked(customer);

    assertThat(unblock(customer, "{}")).contains("\"code\":\"invalid-field\"", "/reason");
    assertThat(unblock(customer, "{\"reason\":\"  \"}")).contains("\"code\":\"invalid-field\"");
    assertThat(unblock(customer, "{\"reason\":\"" + "x".repeat(501) + "\"}"))
        .contains("at most 500 characters");
    assertThat(unblock(customer, "{\"reason\":\"why\",\"force\":true}"))
        .contains("\"code\":\"unknown-field\"");
    assertThat(unblock(known("free"), "{\"reason\":\"why\"}"))
        .contains("\"code\":\"customer-not-blocked\"", "\"status\":409");
    assertThat(WORLD.decided(customer)).isEmpty();

    assertThat(unblock(customer, "{\"reason\":\"Ada: paid by bank transfer\"}"))
        .contains("\"deadLetters\":[\"" + dead.id() + "\"]", "\"waiting\":1");

    awaitDecided(customer, next);
    awaitNothingWaits(customer, dead, next);
    assertThat(unblock(customer, "{\"reason\":\"why\"}")).contains("customer-not-blocked");
    assertThat(WORLD.get("/problems/customer-not-blocked", false)).contains("409");
  }

  @Test
  void whatCannotBeStoredBlocksFreshOrReleasedAndIsChargedWhenItIsReplayed() {
    CustomerId early = known("early");
    CustomerId late = someCustomer("late");
    WORLD
        .jdbc()
        .sql("alter table payment add constraint cursed check (amount <> 66600) not valid")
        .update();
    Message<ChargePayment> released = WORLD.asksToCharge(late, someOrder(), 66600);
    Message<ChargePayment> behindReleased = WORLD.asksToCharge(late, someOrder(), 1000);
    Eventually.within(SOON, () -> assertThat(writes(behindReleased)).hasSize(1));
    WORLD.registers(late).join();
    Message<ChargePayment> fresh = WORLD.asksToCharge(early, someOrder(), 66600);
    Message<ChargePayment> behindFresh = WORLD.asksToCharge(early, someOrder(), 1000);
    assertThat(header(deadLetterOf(released), DeadLetterHeaders.REASON))
        .isEqualTo("HANDLER_FAILED");
    assertThat(header(deadLetterOf(fresh), DeadLetterHeaders.REASON)).isEqualTo("HANDLER_FAILED");
    awaitBlocked(late);
    awaitBlocked(early);
    assertThat(WORLD.decided(late)).isEmpty();
    assertThat(WORLD.decided(early)).isEmpty();
    WORLD.jdbc().sql("alter table payment drop constraint cursed").update();

    replays(deadLetterOf(released));
    replays(deadLetterOf(fresh));

    awaitDecided(late, released, behindReleased);
    awaitDecided(early, fresh, behindFresh);
  }

  @Test
  void theCountOfAttemptsSurvivesARestartAndABlockEndsWithTheMaximumAge() {
    CustomerId customer = known("counted");
    WORLD.stop();
    start(
        "--parkade.parking.retry.by-reason.provider-unavailable.initial=30s",
        "--parkade.parking.retry.by-reason.provider-unavailable.policy=fixed");
    Message<ChargePayment> dead = WORLD.asksToCharge(customer, someOrder(), NEVER);
    Message<ChargePayment> next = WORLD.asksToCharge(customer, someOrder(), 1000);
    Eventually.within(SOON, () -> assertThat(writes(next)).hasSize(1));
    assertThat(attempts(dead)).containsExactly("1");
    WORLD.stop();

    start("--parkade.parking.retry.initial=50ms", "--parkade.parking.max-age=2s");

    // the second attempt is the last one, although this process has made only one
    assertThat(header(deadLetterOf(dead), DeadLetterHeaders.DETAIL)).contains("after 2 attempts");
    awaitDecided(customer, next);
    assertThat(attempts(dead)).containsExactly("1", "2");
    assertThat(deadLettersOf(dead)).hasSize(1);
    Eventually.within(
        SOON,
        () ->
            assertThat(WORLD.get("/actuator/prometheus", true))
                .containsPattern(
                    "parkade_gate_settled_total\\{[^}]*cause=\"BLOCK_EXPIRED\"[^}]*} 1"));
    WORLD.stop();
    start("--parkade.parking.retry.initial=50ms");
  }

  private static CustomerId known(String name) {
    CustomerId customer = someCustomer(name);
    WORLD.registers(customer).join();
    return customer;
  }

  /// Another customer of the same partition.
  private static CustomerId knownBeside(CustomerId customer) {
    int partition = Partitioning.of(customer.text(), Topics.PARTITIONS);
    CustomerId other = someCustomer("neighbour");
    while (Partitioning.of(other.text(), Topics.PARTITIONS) != partition) {
      other = someCustomer("neighbour");
    }
    WORLD.registers(other).join();
    return other;
  }

  private static void charges(CustomerId customer) {
    OrderId order = someOrder();
    WORLD.asksToCharge(customer, order, 1000);
    Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("CHARGED"));
  }

  private static String parked(CustomerId customer, String filter) {
    return WORLD.get("/api/v1/parked?customerId=" + customer + filter, false);
  }

  private static String unblock(CustomerId customer, String json) {
    return WORLD.post("/api/v1/parked/customers/" + customer + "/unblock", json);
  }

  private static void awaitBlocked(CustomerId customer) {
    Eventually.within(
        SOON,
        () ->
            assertThat(parked(customer, ""))
                .contains("\"DEAD_LETTERED\"", "\"EARLIER_DEAD_LETTER\""));
  }

  private static void awaitDecided(CustomerId customer, Message<?>... commands) {
    List<String> orders =
        Arrays.stream(commands).map(c -> ((ChargePayment) c.body()).orderId().text()).toList();
    Eventually.within(SOON, () -> assertThat(WORLD.decided(customer)).isEqualTo(orders));
  }

  private static void awaitNothingWaits(CustomerId customer, Message<?>... commands) {
    Eventually.within(SOON, () -> assertThat(parked(customer, "")).contains("\"items\":[]"));
    for (Message<?> command : commands) {
      Eventually.within(
          SOON, () -> assertThat(writes(command)).last().returns(null, ConsumerRecord::value));
    }
  }

  private static ConsumerRecord<String, byte[]> deadLetterOf(Message<?> command) {
    Eventually.within(SOON, () -> assertThat(deadLettersOf(command)).isNotEmpty());
    return deadLettersOf(command).getFirst();
  }

  private static List<ConsumerRecord<String, byte[]>> deadLettersOf(Message<?> command) {
    return WORLD.deadLetters().stream()
        .filter(dead -> header(dead, "ce_id").equals(command.id().text()))
        .toList();
  }

  private static List<ConsumerRecord<String, byte[]>> writes(Message<?> command) {
    return WORLD.parkedRecords().stream().filter(r -> r.key().equals(command.id().text())).toList();
  }

  private static List<String> attempts(Message<?> command) {
    return writes(command).stream()
        .filter(record -> record.value() != null)
        .map(record -> header(record, ParkedHeaders.ATTEMPTS))
        .toList();
  }

  /// Replays a dead letter the way that keeps its place: it is parked under its command's id.
  private static void replays(ConsumerRecord<String, byte[]> dead) {
    var record =
        new ProducerRecord<>(
            Topics.PAYMENT_PARKED.name(), dead.partition(), header(dead, "ce_id"), dead.value());
    for (Header header : dead.headers()) {
      if (!header.key().startsWith("parkade_dlq_")) {
        record.headers().add(header);
      }
    }
    WORLD.send(record).join();
  }
}
