package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.waiting.Eventually;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@OrchestratorTest
class TracedOrderIT {

  private static final AttributeKey<String> ORDER = AttributeKey.stringKey("parkade.order_id");

  private final Participants participants = Participants.shared();
  private final Traceparent client = Traceparent.start();
  @Autowired RecordedSpans recorded;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void aClient() {
    api = new Api(port);
  }

  @Test
  void whatFollowsFromARequestIsPartOfItsTrace() {
    OrderId order = place();

    var reserve = participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    participants.reply(order, reserve, reserved(order));
    var charge = participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, ChargePayment.class);

    SpanData request = span("http post /api/v1/orders", client);
    SpanData sent = span("send inventory.commands", context(request));
    assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(sent.getAttributes().get(ORDER)).isEqualTo(order.text());
    assertThat(reserve.envelope().traceparent()).isEqualTo(context(sent));
    SpanData answered = span("process order.replies", context(sent));
    SpanData charging = span("send payment.commands", context(answered));
    assertThat(charge.envelope().traceparent()).isEqualTo(context(charging));
  }

  @Test
  void anAnswerInAnotherTraceDoesNotTakeTheOrderAlong() {
    OrderId order = place();

    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    participants.answer(order, reserved(order));

    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, ChargePayment.class);
    span("send payment.commands", context(span("http post /api/v1/orders", client)));
  }

  private OrderId place() {
    return api.post(Api.ONE_SHIRT, Api.newKey(), "traceparent", client.header()).order();
  }

  private SpanData span(String name, Traceparent parent) {
    Eventually.within(SOON, () -> assertThat(recorded.childrenOf(parent, name)).hasSize(1));
    return recorded.childrenOf(parent, name).getFirst();
  }

  private static Traceparent context(SpanData span) {
    return RecordedSpans.context(span);
  }
}
