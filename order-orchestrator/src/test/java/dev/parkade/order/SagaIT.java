package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.declined;
import static dev.parkade.order.scenario.Participants.expired;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.stockRefused;
import static dev.parkade.order.scenario.Participants.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.order.OrderPlaced;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@OrchestratorTest
class SagaIT {

  private final Participants participants = Participants.shared();
  @Autowired MeterRegistry meters;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void anOrderGoesThroughEveryStepAndIsConfirmed() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    OrderId order = api.post(Api.ONE_SHIRT, Api.newKey(), "traceparent", trace).order();

    var reserve = participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    participants.answer(order, reserved(order));
    var charge = participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, ChargePayment.class);
    participants.answer(order, charged(order));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, CommitStock.class);
    participants.answer(order, committed(order));

    api.awaitEnd(order, "CONFIRMED", "");
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderPlaced.class);
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderConfirmed.class);
    assertThat(charge.body().amount()).isEqualTo(Participants.PRICE);
    assertThat(charge.envelope().traceparent().traceId()).isEqualTo(trace.substring(3, 35));
    assertThat(participants.keyOf(Topics.PAYMENT_COMMANDS, charge)).isEqualTo("ada");
    assertThat(participants.keyOf(Topics.INVENTORY_COMMANDS, reserve)).isEqualTo(order.text());
    assertThat(api.order(order).path("total").path("amount").asLong()).isEqualTo(2500);
    assertThat(api.story(order))
        .containsExactly(
            "PLACED", "COMMAND", "EVENT", "REPLY", "COMMAND", "REPLY", "COMMAND", "REPLY", "EVENT");
  }

  @Test
  void refusedStockCancelsTheOrder() {
    OrderId order = api.place();

    participants.answer(order, stockRefused(order));

    api.awaitEnd(order, "CANCELLED", "STOCK_UNAVAILABLE");
    var cancelled = participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderCancelled.class);
    assertThat(cancelled.body().reason()).isEqualTo("STOCK_UNAVAILABLE");
  }

  @Test
  void aDeclinedPaymentReleasesTheStock() {
    OrderId order = charging();

    participants.answer(order, declined(order));

    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "PAYMENT_DECLINED");
    assertThat(participants.sent(Topics.PAYMENT_COMMANDS, order, RefundPayment.class)).isEmpty();
  }

  @Test
  void anExpiredHoldGivesTheMoneyBack() {
    OrderId order = charging();
    participants.answer(order, charged(order));

    participants.answer(order, expired(order));

    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "HOLD_EXPIRED");
  }

  @Test
  void anOrderIsCancelledBeforeItsStockIsSetAside() {
    OrderId order = api.place();

    var answer = api.cancel(order);

    assertThat(answer.status()).isEqualTo(202);
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
    assertThat(api.cancel(order).status()).isEqualTo(200);
  }

  @Test
  void anOrderIsCancelledWhileItsPaymentIsParked() {
    OrderId order = charging();
    participants.answer(order, waiting(order));
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("WAITING"));
    assertThat(api.status(order)).isEqualTo("PENDING");

    assertThat(api.cancel(order).status()).isEqualTo(202);
    assertThat(api.cancel(order).status()).isEqualTo(202);

    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    participants.answer(order, refunded(order));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
    assertThat(participants.sent(Topics.PAYMENT_COMMANDS, order, RefundPayment.class)).hasSize(1);
  }

  @Test
  void aPaidOrderIsNotCancelledAnyMore() {
    OrderId order = charging();
    participants.answer(order, charged(order));
    api.awaitState(order, "COMMITTING");

    api.cancel(order).isProblem(409, "order-not-cancellable");

    participants.answer(order, committed(order));
    api.awaitEnd(order, "CONFIRMED", "");
    api.cancel(order).isProblem(409, "order-not-cancellable");
  }

  @Test
  void everyAnswerMayComeTwice() {
    OrderId order = api.place();

    participants.repeat(order, participants.answer(order, reserved(order)));
    participants.answer(order, reserved(order));
    participants.repeat(order, participants.answer(order, charged(order)));
    participants.answer(order, charged(order));
    participants.repeat(order, participants.answer(order, committed(order)));
    participants.answer(order, committed(order));

    Eventually.within(SOON, () -> assertThat(api.story(order)).hasSize(15));
    api.awaitEnd(order, "CONFIRMED", "");
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderConfirmed.class);
    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, ChargePayment.class);
    assertThat(participants.sent(Topics.PAYMENT_COMMANDS, order, ChargePayment.class)).hasSize(1);
    assertThat(participants.sent(Topics.ORDER_EVENTS, order, OrderConfirmed.class)).hasSize(1);
  }

  @Test
  void everyAnswerToACompensationMayComeTwice() {
    OrderId order = charging();
    api.cancel(order);

    participants.repeat(order, participants.answer(order, refunded(order)));
    participants.repeat(order, participants.answer(order, released(order)));
    participants.answer(order, refunded(order));
    participants.answer(order, stockRefused(order));

    Eventually.within(
        SOON, () -> assertThat(api.story(order).stream().filter("IGNORED"::equals)).hasSize(4));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderCancelled.class);
    assertThat(participants.sent(Topics.ORDER_EVENTS, order, OrderCancelled.class)).hasSize(1);
  }

  @Test
  void answersInTheWrongOrderAreIgnoredByNameAndDoNoHarm() {
    OrderId order = api.place();

    participants.answer(order, committed(order));
    participants.answer(order, refunded(order));
    participants.answer(order, charged(order));
    participants.answer(order, released(order));
    participants.answer(order, reserved(order));

    api.awaitState(order, "CHARGING");
    assertThat(api.timeline(order).valueStream().map(l -> l.path("detail").asString()))
        .filteredOn("NOT_ASKED"::equals)
        .hasSize(4);
  }

  @Test
  void moneyThatIsTakenAfterTheCancellationIsGivenBack() {
    OrderId order = charging();
    api.cancel(order);
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");

    participants.repeat(order, participants.answer(order, charged(order)));

    participants.awaitNth(2, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("LATE_SUCCESS", "IGNORED"));
    assertThat(participants.sent(Topics.PAYMENT_COMMANDS, order, RefundPayment.class)).hasSize(2);
    assertThat(api.status(order)).isEqualTo("CANCELLED");
    // counted after the commit that shows it
    Eventually.within(
        SOON,
        () ->
            assertThat(meters.get("parkade.saga.late.success").counters())
                .anyMatch(counter -> counter.count() > 0));
  }

  @Test
  void stockThatIsSetAsideAfterTheCancellationIsReleasedAgain() {
    OrderId order = api.place();
    api.cancel(order);
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");

    participants.answer(order, reserved(order));

    participants.awaitNth(2, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    assertThat(api.status(order)).isEqualTo("CANCELLED");
  }

  @Test
  void anAnswerAboutAnUnknownOrderIsCountedAndForgotten() {
    var unknown = new OrderId(UUID.fromString("0198c5c0-0000-7000-8000-00000000dead"));

    participants.answer(unknown, reserved(unknown));

    Eventually.within(
        SOON,
        () ->
            assertThat(
                    meters
                        .get("parkade.saga.ignored")
                        .tag("reason", "UNKNOWN_ORDER")
                        .counter()
                        .count())
                .isPositive());
    assertThat(participants.deadLetters(unknown.text())).isEmpty();
  }

  @Test
  void poisonIsSetAsideAndThePartitionMovesOn() {
    OrderId order = api.place();
    OrderId other = api.place();
    String key = order.text();
    byte[] garbage = {'{', 0, 1};
    participants.sendRaw(new ProducerRecord<>(Topics.ORDER_REPLIES.name(), key, garbage));
    participants.send(key, participants.say(order, committed(other)));

    participants.answer(order, reserved(order));

    api.awaitState(order, "CHARGING");
    Eventually.within(
        SOON,
        () ->
            assertThat(participants.deadLetters(key).stream().map(Participants::reason))
                .containsExactly("MISSING_HEADER", "WRONG_KEY"));
    assertThat(participants.deadLetters(key).getFirst().value()).isEqualTo(garbage);
    assertThat(api.state(other)).isEqualTo("RESERVING");
  }

  private OrderId charging() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    api.awaitState(order, "CHARGING");
    return order;
  }
}
