package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What becomes of the charges of customers who are known.
@ExtendWith(SharedGate.class)
class GateIT {

  private final World world;

  GateIT(World world) {
    this.world = world;
  }

  @Test
  void refusesTheChargesOfADeactivatedCustomer() {
    CustomerId customer = world.known("gone");
    world.deactivates(customer, 2).join();
    OrderId order = someOrder();

    world.asksToCharge(customer, order, 1000);

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("REFUSED"));
    assertThat(world.replies(order).getFirst()).contains("CUSTOMER_INACTIVE");
  }

  @Test
  void refusesWhatTheProviderDeclines() {
    CustomerId customer = world.known("declined");
    OrderId order = someOrder();

    world.asksToCharge(customer, order, 2013);

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("REFUSED"));
    assertThat(world.replies(order).getFirst()).contains("PAYMENT_DECLINED");
  }

  @Test
  void triesAgainWithLaterPaymentsOfTheCustomerBehindIt() {
    CustomerId customer = world.known("patient");
    Message<ChargePayment> first = world.asksToCharge(customer, someOrder(), 1034);
    Message<ChargePayment> second = world.asksToCharge(customer, someOrder(), 2000);

    Eventually.within(SOON, () -> assertThat(world.decided(customer)).hasSize(2));

    assertThat(world.decided(customer))
        .containsExactly(first.body().orderId().text(), second.body().orderId().text());
    assertThat(world.status(first.body().orderId())).isEqualTo("CHARGED");
    awaitWrites(first, 3);
  }

  @Test
  void anAmbiguousAnswerIsSettledByAskingForTheKey() {
    CustomerId customer = world.known("ambiguous");
    OrderId lostAnswer = someOrder();
    OrderId lostRequest = someOrder();

    world.asksToCharge(customer, lostAnswer, 1032);
    world.asksToCharge(customer, lostRequest, 1033);

    Eventually.within(SOON, () -> assertThat(world.status(lostRequest)).isEqualTo("CHARGED"));
    assertThat(world.status(lostAnswer)).isEqualTo("CHARGED");
    assertThat(world.replies(lostRequest)).hasSize(1);
  }

  @Test
  void setsAsideWhatTheProviderNeverAnswersAndGoesOn() {
    CustomerId customer = world.known("unlucky");
    OrderId never = someOrder();
    OrderId next = someOrder();

    world.asksToCharge(customer, never, 1035);
    world.asksToCharge(customer, next, 1000);

    Eventually.within(SOON, () -> assertThat(world.status(next)).isEqualTo("CHARGED"));
    // not nothing: a later refund has to ask the provider
    assertThat(world.status(never)).isEqualTo("UNCERTAIN");
    ConsumerRecord<String, byte[]> dead = world.deadLetter(customer.text());
    assertThat(header(dead, DeadLetterHeaders.REASON)).isEqualTo("RETRIES_EXHAUSTED");
    assertThat(header(dead, DeadLetterHeaders.ORIGIN_TOPIC)).isEqualTo("payment.commands");
    assertThat(header(dead, DeadLetterHeaders.GROUP)).startsWith("payment-service");
    // as often as the provider was asked, and since it was parked for the first time
    int attempts = Integer.parseInt(header(dead, DeadLetterHeaders.ATTEMPTS));
    String first = header(dead, DeadLetterHeaders.FIRST_FAILURE);
    assertThat(attempts).isGreaterThan(1);
    assertThat(header(dead, DeadLetterHeaders.DETAIL))
        .contains("after " + attempts + " attempts since " + first);
    assertThat(Instant.parse(header(dead, DeadLetterHeaders.LAST_FAILURE)))
        .isAfter(Instant.parse(first));
  }

  @Test
  void aPollWithoutRacesCostsAHandfulOfStatements() {
    List<CustomerId> customers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      customers.add(world.known("counted"));
    }
    chargesStillWork();
    world.statements().reset();

    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      orders.add(someOrder());
      var unused = world.send(world.charge(customers.get(i % 20), orders.get(i), 1000));
    }
    Eventually.within(
        SOON,
        () -> {
          assertThat(world.status(orders.getLast())).isEqualTo("CHARGED");
          assertThat(world.status(orders.getFirst())).isEqualTo("CHARGED");
        });

    List<String> statements = world.statements().statements();
    long polls = statements.stream().filter(s -> s.contains("insert into payment")).count();
    assertThat(polls).isLessThan(100);
    assertThat(statements.stream().filter(s -> !s.contains("relay")))
        .hasSizeLessThanOrEqualTo((int) polls * 5);
  }

  private void chargesStillWork() {
    for (int i = 0; i < 6; i++) {
      CustomerId customer = world.known("after");
      OrderId order = someOrder();
      world.asksToCharge(customer, order, 1000);
      Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    }
  }

  private void awaitWrites(Message<?> command, int count) {
    Eventually.within(SOON, () -> assertThat(world.parkedRecords(command)).hasSize(count));
  }
}
