package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.stockRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.NodeConsumer;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What a consumer that we do not know sees of orders: a program in another language, with other
/// libraries, reads `order.events` as CloudEvents.
@OrchestratorTest
class ForeignConsumerIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final Participants participants = Participants.shared();
  @Autowired TestClock clock;
  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void readsEveryOutcomeOfAnOrderAsCloudEvents() throws Exception {
    try (var consumer = NodeConsumer.start("foreign-" + UUID.randomUUID())) {
      OrderId confirmed = confirmedOrder();
      OrderId cancelled = api.place();
      participants.answer(cancelled, stockRefused(cancelled));
      OrderId stuck = stuckOrder();
      // the relay may repeat what it has sent
      repeatOfConfirmation(confirmed);
      OrderId last = api.place();

      var orders = List.of(confirmed, cancelled, stuck, last);
      Eventually.within(
          Duration.ofMinutes(3),
          () -> {
            assertThat(consumer.isAlive()).as(consumer.talk()).isTrue();
            assertThat(consumer.eventsOf(orders)).hasSizeGreaterThanOrEqualTo(7);
          });

      assertThat(types(consumer, confirmed)).containsExactly("placed", "confirmed");
      assertThat(types(consumer, cancelled)).containsExactly("placed", "cancelled");
      assertThat(types(consumer, stuck)).containsExactly("placed", "needs-attention");
      assertThat(types(consumer, last)).containsExactly("placed");
      assertThat(consumer.eventsOf(orders))
          .extracting(it -> it.path("id").asString())
          .doesNotHaveDuplicates();
      assertThat(consumer.talk()).doesNotContain("skipped", "ignored");
      attributes(consumer.eventsOf(List.of(confirmed)), confirmed);
      data(consumer, confirmed, cancelled, stuck);
    }
  }

  private void attributes(List<JsonNode> events, OrderId order) {
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.path("specversion").asString()).isEqualTo("1.0");
              assertThat(event.path("source").asString()).isEqualTo("/parkade/order-orchestrator");
              assertThat(event.path("datacontenttype").asString()).isEqualTo("application/json");
              assertThat(event.path("correlationid").asString()).isEqualTo(order.text());
              assertThat(event.path("partitionkey").asString()).isEqualTo(order.text());
              assertThat(UUID.fromString(event.path("id").asString()).version()).isEqualTo(7);
              assertThat(Instant.parse(event.path("time").asString())).isBefore(Instant.MAX);
              assertThat(event.path("traceparent").asString())
                  .matches("00-" + TRACE + "-[0-9a-f]{16}-01");
            });
  }

  private static void data(
      NodeConsumer consumer, OrderId confirmed, OrderId cancelled, OrderId stuck) throws Exception {
    JsonNode placed = consumer.eventsOf(List.of(confirmed)).getFirst().path("data");
    assertThat(placed.at("/orderId").asString()).isEqualTo(confirmed.text());
    assertThat(placed.at("/customerId").asString()).isEqualTo("ada");
    assertThat(placed.at("/lines/0/sku").asString()).isEqualTo("shirt");
    assertThat(placed.at("/lines/0/quantity").asInt()).isEqualTo(1);
    JsonNode paid = consumer.eventsOf(List.of(confirmed)).getLast().path("data");
    assertThat(paid.at("/total/amount").asLong()).isEqualTo(Participants.PRICE.amount());
    assertThat(paid.at("/total/currency").asString()).isEqualTo("EUR");
    JsonNode refused = consumer.eventsOf(List.of(cancelled)).getLast().path("data");
    assertThat(refused.path("reason").asString()).isEqualTo("STOCK_UNAVAILABLE");
    JsonNode waits = consumer.eventsOf(List.of(stuck)).getLast().path("data");
    assertThat(waits.path("reason").asString()).isNotBlank();
  }

  private static List<String> types(NodeConsumer consumer, OrderId order) throws Exception {
    return consumer.eventsOf(List.of(order)).stream()
        .map(event -> event.path("type").asString())
        .map(type -> type.substring("parkade.order.".length(), type.length() - ".v1".length()))
        .toList();
  }

  private OrderId confirmedOrder() {
    String parent = "00-" + TRACE + "-00f067aa0ba902b7-01";
    OrderId order = api.post(Api.ONE_SHIRT, Api.newKey(), "traceparent", parent).order();
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));
    api.awaitEnd(order, "CONFIRMED", "");
    return order;
  }

  /// Cancelled while the payment was asked for, and the refund is never answered.
  private OrderId stuckOrder() {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    api.awaitState(order, "CHARGING");
    api.cancel(order);
    while (!api.state(order).equals("RELEASING")) {
      Instant due = dueAt(order);
      if (due.isAfter(clock.instant())) {
        clock.set(due);
      }
      Eventually.within(SOON, () -> assertThat(dueAt(order)).isNotEqualTo(due));
    }
    participants.answer(order, released(order));
    Eventually.within(SOON, () -> assertThat(api.status(order)).isEqualTo("NEEDS_ATTENTION"));
    return order;
  }

  private Instant dueAt(OrderId order) {
    return jdbc.sql("select due_at from orders where id = ?")
        .param(order.value())
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private void repeatOfConfirmation(OrderId order) {
    var event = participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderConfirmed.class);
    participants.repeat(Topics.ORDER_EVENTS, order, event);
  }
}
