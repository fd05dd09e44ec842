package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.expired;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Situations;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// A step that succeeds after the saga has given it up is undone: once, whoever says it how often,
/// counted, and to be seen in the timeline.
@OrchestratorTest
class LateSuccessIT {

  private static final String CHARGED = "parkade.payment.charged.v1";
  private static final String RESERVED = "parkade.inventory.reserved.v1";
  private static final String COMMITTED = "parkade.inventory.committed.v1";

  private final Participants participants = Participants.shared();
  @Autowired MeterRegistry meters;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void moneyThatIsTakenWhileItsRefundIsAwaited() {
    OrderId order = cancelledWhileCharging();

    assertUndone(order, charged(order), CHARGED, Topics.PAYMENT_COMMANDS, RefundPayment.class);

    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    assertCancelledOnce(order, "CUSTOMER_REQUEST");
  }

  @Test
  void moneyThatIsTakenWhileTheReleaseIsAwaited() {
    OrderId order = cancelledWhileCharging();
    participants.answer(order, refunded(order));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);

    assertUndone(order, charged(order), CHARGED, Topics.PAYMENT_COMMANDS, RefundPayment.class);

    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    assertCancelledOnce(order, "CUSTOMER_REQUEST");
  }

  @Test
  void moneyThatIsTakenWhenEverythingWasUndone() {
    OrderId order = cancelledWhileCharging();
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");

    assertUndone(order, charged(order), CHARGED, Topics.PAYMENT_COMMANDS, RefundPayment.class);

    assertThat(api.status(order)).isEqualTo("CANCELLED");
    participants.answer(order, refunded(order));
    api.awaitState(order, "CANCELLED");
    assertCancelledOnce(order, "CUSTOMER_REQUEST");
  }

  @Test
  void stockThatIsSetAsideWhileItsReleaseIsAwaited() {
    OrderId order = api.place();
    api.cancel(order);
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);

    assertUndone(order, reserved(order), RESERVED, Topics.INVENTORY_COMMANDS, ReleaseStock.class);

    participants.answer(order, released(order));
    assertCancelledOnce(order, "CUSTOMER_REQUEST");
  }

  @Test
  void stockThatIsSetAsideWhenEverythingWasUndone() {
    OrderId order = api.place();
    api.cancel(order);
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");

    assertUndone(order, reserved(order), RESERVED, Topics.INVENTORY_COMMANDS, ReleaseStock.class);

    assertThat(api.status(order)).isEqualTo("CANCELLED");
    participants.answer(order, released(order));
    api.awaitState(order, "CANCELLED");
    assertCancelledOnce(order, "CUSTOMER_REQUEST");
  }

  @Test
  void stockThatIsSoldAfterItsHoldWasSaidToHaveExpired() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, expired(order));
    participants.answer(order, refunded(order));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "HOLD_EXPIRED");

    // that answer has no memory of its own: each copy is undone, which changes nothing twice
    double before = counted(COMMITTED);
    participants.answer(order, committed(order));

    participants.awaitNth(2, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    Eventually.within(SOON, () -> assertThat(counted(COMMITTED) - before).isEqualTo(1));
    participants.answer(order, released(order));
    api.awaitState(order, "CANCELLED");
    assertCancelledOnce(order, "HOLD_EXPIRED");
  }

  private OrderId cancelledWhileCharging() {
    OrderId order = new Situations(api).charging();
    api.cancel(order);
    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    return order;
  }

  /// The late answer comes twice, and the step is undone once more, by the very command by which it
  /// was undone before.
  private <T extends MessageBody> void assertUndone(
      OrderId order, MessageBody late, String type, Topic topic, Class<T> compensation) {
    double before = counted(type);
    int sent = participants.sent(topic, order, compensation).size();

    Message<?> answer = participants.answer(order, late);
    participants.repeat(order, answer);

    Message<T> again = participants.awaitNth(sent + 1, topic, order, compensation);
    assertThat(again.id()).isEqualTo(participants.awaitNth(1, topic, order, compensation).id());
    assertThat(again.envelope().causationId()).isEqualTo(answer.id());
    Eventually.within(SOON, () -> assertThat(api.story(order)).endsWith("IGNORED"));
    List<JsonNode> lines = new ArrayList<>();
    api.timeline(order).forEach(lines::add);
    assertThat(lines)
        .extracting(line -> line.path("kind").asString())
        .endsWith("LATE_SUCCESS", "COMPENSATION", "IGNORED")
        .containsOnlyOnce("LATE_SUCCESS");
    JsonNode noted = lines.get(lines.size() - 3);
    assertThat(noted.path("detail").asString()).endsWith("after all");
    assertThat(noted.path("messageId").asString()).isEqualTo(answer.id().text());
    assertThat(noted.path("message").asString()).isEqualTo(type);
    // counted after the commit that shows it
    Eventually.within(SOON, () -> assertThat(counted(type) - before).isEqualTo(1));
    assertThat(participants.sent(topic, order, compensation)).hasSize(sent + 1);
  }

  private void assertCancelledOnce(OrderId order, String reason) {
    api.awaitEnd(order, "CANCELLED", reason);
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderCancelled.class);
    assertThat(participants.sent(Topics.ORDER_EVENTS, order, OrderCancelled.class)).hasSize(1);
  }

  private double counted(String type) {
    var counter = meters.find("parkade.saga.late.success").tag("message", type).counter();
    return counter == null ? 0 : counter.count();
  }
}
