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
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GateIT {

  private static final byte[] GARBAGE = {1, 2, 3};

  private static final World WORLD = new World();

  @BeforeAll
  static void start() {
    WORLD.start(
        "--parkade.parking.retry.initial=100ms",
        "--parkade.parking.retry.max-attempts=4",
        "--parkade.parking.after-dead-letter=continue");
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void aRefundOfAParkedChargeTakesEffectAtOnceAndTheChargeNeverHappens() {
    CustomerId customer = someCustomer("refunded");
    OrderId order = someOrder();
    Message<ChargePayment> charge = WORLD.asksToCharge(customer, order, 1000);
    awaitWrites(charge, 1);

    WORLD.asksToRefund(customer, order);
    Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("VOIDED"));
    awaitWrites(charge, 2);
    WORLD.registers(customer).join();
    OrderId later = someOrder();
    WORLD.asksToCharge(customer, later, 2000);

    Eventually.within(SOON, () -> assertThat(WORLD.status(later)).isEqualTo("CHARGED"));
    assertThat(WORLD.status(order)).isEqualTo("VOIDED");
    assertThat(WORLD.replies(order))
        .singleElement()
        .asString()
        .contains("payment.refunded.v1", "\"moneyWasReturned\":false");
  }

  @Test
  void aChargeAfterItsRefundIsRefusedThoughNobodyKnowsTheCustomer() {
    CustomerId customer = someCustomer("suspended");
    OrderId order = someOrder();
    WORLD.asksToRefund(customer, order);

    WORLD.asksToCharge(customer, order, 1000);

    Eventually.within(SOON, () -> assertThat(WORLD.replies(order)).hasSize(2));
    assertThat(WORLD.replies(order).getLast()).contains("ALREADY_VOIDED");
  }

  @Test
  void givesBackWhatWasCharged() {
    CustomerId customer = known("returned");
    OrderId order = someOrder();
    WORLD.asksToCharge(customer, order, 1000);

    WORLD.asksToRefund(customer, order);

    Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("REFUNDED"));
    assertThat(WORLD.replies(order).getLast()).contains("\"moneyWasReturned\":true");
  }

  @Test
  void theSameCommandAgainGetsTheSameReplyAndChargesOnce() {
    CustomerId customer = known("twice");
    OrderId order = someOrder();
    Message<ChargePayment> command = WORLD.asksToCharge(customer, order, 1000);
    Eventually.within(SOON, () -> assertThat(WORLD.replies(order)).hasSize(1));

    WORLD.send(command).join();

    Eventually.within(SOON, () -> assertThat(WORLD.replies(order)).hasSize(2));
    assertThat(WORLD.replies(order)).first().isEqualTo(WORLD.replies(order).getLast());
    assertThat(WORLD.decided(customer)).hasSize(1);
  }

  @Test
  void aParkedCommandThatComesAgainIsParkedOnce() {
    CustomerId customer = someCustomer("impatient");
    Message<ChargePayment> command = WORLD.asksToCharge(customer, someOrder(), 1000);
    awaitWrites(command, 1);

    WORLD.send(command).join();
    String order = command.body().orderId().text();
    Eventually.within(
        SOON,
        () ->
            assertThat(WORLD.directReplies().stream().filter(r -> r.key().equals(order)))
                .hasSize(2));

    assertThat(writes(command)).hasSize(1);
  }

  @Test
  void refusesTheChargesOfADeactivatedCustomer() {
    CustomerId customer = known("gone");
    WORLD.deactivates(customer, 2).join();
    OrderId order = someOrder();

    WORLD.asksToCharge(customer, order, 1000);

    Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("REFUSED"));
    assertThat(WORLD.replies(order).getFirst()).contains("CUSTOMER_INACTIVE");
  }

  @Test
  void refusesWhatTheProviderDeclines() {
    CustomerId customer = known("declined");
    OrderId order = someOrder();

    WORLD.asksToCharge(customer, order, 2013);

    Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("REFUSED"));
    assertThat(WORLD.replies(order).getFirst()).contains("PAYMENT_DECLINED");
  }

  @Test
  void triesAgainWithLaterPaymentsOfTheCustomerBehindIt() {
    CustomerId customer = known("patient");
    Message<ChargePayment> first = WORLD.asksToCharge(customer, someOrder(), 1034);
    Message<ChargePayment> second = WORLD.asksToCharge(customer, someOrder(), 2000);

    Eventually.within(SOON, () -> assertThat(WORLD.decided(customer)).hasSize(2));

    assertThat(WORLD.decided(customer))
        .containsExactly(first.body().orderId().text(), second.body().orderId().text());
    assertThat(WORLD.status(first.body().orderId())).isEqualTo("CHARGED");
    awaitWrites(first, 3);
  }

  @Test
  void anAmbiguousAnswerIsSettledByAskingForTheKey() {
    CustomerId customer = known("ambiguous");
    OrderId lostAnswer = someOrder();
    OrderId lostRequest = someOrder();

    WORLD.asksToCharge(customer, lostAnswer, 1032);
    WORLD.asksToCharge(customer, lostRequest, 1033);

    Eventually.within(SOON, () -> assertThat(WORLD.status(lostRequest)).isEqualTo("CHARGED"));
    assertThat(WORLD.status(lostAnswer)).isEqualTo("CHARGED");
    assertThat(WORLD.replies(lostRequest)).hasSize(1);
  }

  @Test
  void setsAsideWhatTheProviderNeverAnswersAndGoesOn() {
    CustomerId customer = known("unlucky");
    OrderId never = someOrder();
    OrderId next = someOrder();

    WORLD.asksToCharge(customer, never, 1035);
    WORLD.asksToCharge(customer, next, 1000);

    Eventually.within(SOON, () -> assertThat(WORLD.status(next)).isEqualTo("CHARGED"));
    // not nothing: a later refund has to ask the provider
    assertThat(WORLD.status(never)).isEqualTo("UNCERTAIN");
    ConsumerRecord<String, byte[]> dead = deadOf(customer.text());
    assertThat(header(dead, DeadLetterHeaders.REASON)).isEqualTo("RETRIES_EXHAUSTED");
    assertThat(header(dead, DeadLetterHeaders.ORIGIN_TOPIC)).isEqualTo("payment.commands");
  }

  @Test
  void poisonOnAnyTopicIsSetAsideAndThePartitionMovesOn() {
    String key = "poison-" + someOrder();
    int partition = Partitioning.of(key, Topics.PARTITIONS);
    for (Topic topic :
        List.of(Topics.CUSTOMER_EVENTS, Topics.PAYMENT_COMMANDS, Topics.PAYMENT_PARKED)) {
      WORLD.send(new ProducerRecord<>(topic.name(), partition, key, GARBAGE)).join();
    }

    Eventually.within(
        SOON,
        () ->
            assertThat(
                    WORLD.deadLetters().stream()
                        .filter(r -> key.equals(r.key()))
                        .map(r -> header(r, DeadLetterHeaders.ORIGIN_TOPIC)))
                .containsExactlyInAnyOrder(
                    "customer.events", "payment.commands", "payment.parked"));

    assertThat(WORLD.deadLetters().stream().filter(r -> key.equals(r.key())))
        .allSatisfy(
            dead -> {
              assertThat(dead.value()).isEqualTo(GARBAGE);
              assertThat(header(dead, DeadLetterHeaders.REASON)).isEqualTo("MISSING_HEADER");
            });
    chargesStillWork();
  }

  @Test
  void aReadableRecordThatCannotBeStoredIsSetAsideAlone() {
    CustomerId cursed = someCustomer("cursed");
    CustomerId fine = someCustomer("fine");
    var sent = WORLD.registers(cursed, "no text in PostgreSQL: \u0000");
    WORLD.registers(fine).join();
    sent.join();
    OrderId order = someOrder();

    WORLD.asksToCharge(fine, order, 1000);

    Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("CHARGED"));
    assertThat(header(deadOf(cursed.text()), DeadLetterHeaders.REASON)).isEqualTo("HANDLER_FAILED");
  }

  @Test
  void aKeyThatIsNotTheCustomerOrOnAForeignPartitionIsSetAside() {
    CustomerId customer = known("misplaced");
    Message<ChargePayment> wrongKey = WORLD.charge(customer, someOrder(), 100);
    Message<ChargePayment> wrongPlace = WORLD.charge(customer, someOrder(), 200);
    String other = "other-" + someOrder();
    int elsewhere = (Partitioning.of(customer.text(), Topics.PARTITIONS) + 1) % Topics.PARTITIONS;

    WORLD.send(WORLD.record(Topics.PAYMENT_COMMANDS, null, other, wrongKey)).join();
    WORLD
        .send(WORLD.record(Topics.PAYMENT_COMMANDS, elsewhere, customer.text(), wrongPlace))
        .join();

    assertThat(header(deadOf(other), DeadLetterHeaders.REASON)).isEqualTo("WRONG_KEY");
    assertThat(header(deadOf(customer.text()), DeadLetterHeaders.DETAIL))
        .contains("does not partition like the Java client");
  }

  @Test
  void aPollWithoutRacesCostsAHandfulOfStatements() {
    List<CustomerId> customers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      customers.add(known("counted"));
    }
    chargesStillWork();
    WORLD.statements().reset();

    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      orders.add(someOrder());
      var unused = WORLD.send(WORLD.charge(customers.get(i % 20), orders.get(i), 1000));
    }
    Eventually.within(
        SOON,
        () -> {
          assertThat(WORLD.status(orders.getLast())).isEqualTo("CHARGED");
          assertThat(WORLD.status(orders.getFirst())).isEqualTo("CHARGED");
        });

    List<String> statements = WORLD.statements().statements();
    long polls = statements.stream().filter(s -> s.contains("insert into payment")).count();
    assertThat(polls).isLessThan(100);
    assertThat(statements.stream().filter(s -> !s.contains("relay")))
        .hasSizeLessThanOrEqualTo((int) polls * 5);
  }

  @Test
  void refusesBadQueriesWithProblemDetails() {
    assertThat(WORLD.get("/api/v1/payments?orderId=nonsense", false))
        .contains("\"code\":\"invalid-parameter\"");
    assertThat(WORLD.get("/api/v1/parked?limit=0", false))
        .contains("\"code\":\"invalid-parameter\"", "limit must lie between 1 and 500");
    assertThat(WORLD.get("/api/v1/parked?limit=501", false)).contains("between 1 and 500");
    assertThat(WORLD.get("/api/v1/parked?after=x", false)).contains("after is not a message id");
    assertThat(WORLD.get("/api/v1/parked?customerId=a%20b", false))
        .contains("\"code\":\"invalid-parameter\"", "customerId is not a customer id");
    assertThat(WORLD.get("/api/v1/parked?waitReason=BORED", false))
        .contains("\"code\":\"invalid-parameter\"", "CUSTOMER_UNKNOWN", "DEAD_LETTERED");
    for (String age : List.of("long", "-5s", "999999999999999d")) {
      assertThat(WORLD.get("/api/v1/parked?olderThan=" + age, false))
          .contains("\"code\":\"invalid-parameter\"", "olderThan must be an age");
    }
  }

  @Test
  void showsWhatWaitsInPages() {
    CustomerId customer = someCustomer("paged");
    for (int i = 0; i < 3; i++) {
      WORLD.asksToCharge(customer, someOrder(), 1000);
    }
    String path = "/api/v1/parked?limit=2&customerId=" + customer;
    Eventually.within(
        SOON,
        () ->
            assertThat(WORLD.get("/api/v1/parked?customerId=" + customer, false))
                .matches("(?s).*(commandId.*){3}"));

    String first = WORLD.get(path, false);
    String next = first.replaceAll("(?s).*\"next\":\"([^\"]+)\".*", "$1");
    String second = WORLD.get(path + "&after=" + next, false);

    assertThat(first).matches("(?s).*(commandId.*){2}").contains("\"next\"");
    assertThat(second).contains("commandId").doesNotContain("\"next\"");
  }

  @Test
  void filtersWhatWaitsByReasonOrderAndAgeAndSaysWhichPartitionsItKnows() {
    CustomerId customer = someCustomer("filtered");
    Message<ChargePayment> first = WORLD.asksToCharge(customer, someOrder(), 1000);
    awaitWrites(first, 1);
    Message<ChargePayment> second = WORLD.asksToCharge(customer, someOrder(), 1000);
    awaitWrites(second, 1);
    String path = "/api/v1/parked?customerId=" + customer;
    Eventually.within(
        SOON,
        () ->
            assertThat(WORLD.get(path + "&waitReason=CUSTOMER_UNKNOWN", false))
                .contains(first.id().text())
                .doesNotContain(second.id().text()));

    assertThat(WORLD.get(path + "&waitReason=EARLIER_COMMANDS", false))
        .contains(second.id().text(), "\"partitions\":[0,1,2,3,4,5]")
        .doesNotContain(first.id().text());
    assertThat(WORLD.get(path + "&orderId=" + first.body().orderId(), false))
        .contains(first.id().text())
        .doesNotContain(second.id().text());
    assertThat(WORLD.get(path + "&olderThan=0s", false)).contains(first.id().text());
    assertThat(WORLD.get(path + "&olderThan=PT1H", false)).contains("\"items\":[]");
  }

  private static CustomerId known(String name) {
    CustomerId customer = someCustomer(name);
    WORLD.registers(customer).join();
    return customer;
  }

  private static void chargesStillWork() {
    for (int i = 0; i < 6; i++) {
      CustomerId customer = known("after");
      OrderId order = someOrder();
      WORLD.asksToCharge(customer, order, 1000);
      Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("CHARGED"));
    }
  }

  private static ConsumerRecord<String, byte[]> deadOf(String key) {
    Eventually.within(
        SOON, () -> assertThat(WORLD.deadLetters()).anyMatch(r -> key.equals(r.key())));
    return WORLD.deadLetters().stream().filter(r -> key.equals(r.key())).findFirst().orElseThrow();
  }

  private static List<ConsumerRecord<String, byte[]>> writes(Message<?> command) {
    return WORLD.parkedRecords().stream().filter(r -> r.key().equals(command.id().text())).toList();
  }

  private static void awaitWrites(Message<?> command, int count) {
    Eventually.within(SOON, () -> assertThat(writes(command)).hasSize(count));
  }
}
