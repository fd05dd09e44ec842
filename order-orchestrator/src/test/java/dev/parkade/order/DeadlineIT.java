package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderNeedsAttention;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.TimeLimits;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@OrchestratorTest
class DeadlineIT {

  private final Participants participants = Participants.shared();
  @Autowired TestClock clock;
  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;
  private Api api;
  private TimeLimits limits;

  @BeforeEach
  void client() {
    api = new Api(port);
    limits = new TimeLimits(api, clock, jdbc);
  }

  @Test
  void anUnansweredCommandIsSentAgainWithTheSameIdAndThenGivenUp() {
    OrderId order = api.place();
    var first = participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);

    clock.advance(Duration.ofSeconds(11));
    var second = participants.awaitNth(2, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    // the second wait is twice as long
    clock.advance(Duration.ofSeconds(11));
    Eventually.holdsFor(Duration.ofMillis(300), () -> assertThat(retries(order)).isEqualTo(1));
    limits.passUntil(order, "RELEASING");

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.body()).isEqualTo(first.body());
    var sent = participants.sent(Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    assertThat(sent.stream().map(m -> m.id()).distinct()).hasSize(1);
    assertThat(retries(order)).isEqualTo(4);
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "TIMED_OUT");
  }

  @Test
  void anAnswerInTimeStopsTheClock() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    api.awaitState(order, "CHARGING");

    clock.advance(Duration.ofMinutes(5));

    Eventually.holdsFor(
        Duration.ofMillis(300), () -> assertThat(api.state(order)).isEqualTo("CHARGING"));
    assertThat(api.story(order)).doesNotContain("RETRY", "TIMEOUT");
  }

  @Test
  void aParkedPaymentWaitsWithoutRetriesUntilTheDeadlineOfTheOrder() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    participants.answer(order, waiting(order));
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("WAITING"));
    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, ChargePayment.class);

    clock.advance(Duration.ofMinutes(50));
    Eventually.holdsFor(
        Duration.ofMillis(300), () -> assertThat(api.status(order)).isEqualTo("PENDING"));
    assertThat(participants.sent(Topics.PAYMENT_COMMANDS, order, ChargePayment.class)).hasSize(1);
    clock.advance(Duration.ofMinutes(11));

    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "TIMED_OUT");
  }

  @Test
  void aParkedPaymentIsNotWaitedForBeyondWhatInventoryHolds() {
    OrderId order = api.place();
    Instant heldUntil = clock.instant().plus(Duration.ofMinutes(15));
    participants.answer(order, reserved(order, heldUntil));
    participants.answer(order, waiting(order));
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("WAITING"));

    clock.set(heldUntil.minusSeconds(61));
    Eventually.holdsFor(
        Duration.ofMillis(300), () -> assertThat(api.state(order)).isEqualTo("CHARGING"));
    clock.advance(Duration.ofSeconds(1));

    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "HOLD_EXPIRED");
  }

  @Test
  void aParkedPaymentThatIsReleasedInTimeGoesThrough() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    participants.answer(order, waiting(order));
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("WAITING"));
    clock.advance(Duration.ofMinutes(50));

    participants.answer(order, charged(order));
    participants.answer(order, committed(order));

    api.awaitEnd(order, "CONFIRMED", "");
  }

  @Test
  void aCompensationThatStaysUnansweredNeedsAttentionAndALateAnswerEndsTheOrder() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    api.awaitState(order, "CHARGING");
    api.cancel(order);

    limits.passUntil(order, "RELEASING");
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));

    api.awaitEnd(order, "NEEDS_ATTENTION", "REFUND_PAYMENT_UNANSWERED");
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderNeedsAttention.class);
    assertThat(open("NEEDS_ATTENTION")).contains(order.text());
    participants.answer(order, refunded(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderCancelled.class);
    assertThat(open("NEEDS_ATTENTION")).doesNotContain(order.text());
  }

  private List<String> open(String status) {
    return api.get("/api/v1/sagas?limit=200&status=" + status)
        .json()
        .path("items")
        .valueStream()
        .map(saga -> saga.path("orderId").asString())
        .toList();
  }

  private long retries(OrderId order) {
    return api.story(order).stream().filter("RETRY"::equals).count();
  }
}
