package dev.parkade.order.projections;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@OrchestratorTest
class ProjectionsIT {

  private final Participants participants = Participants.shared();
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void anOrderIsReadAsSoonAsItIsAcceptedAndChangesWithItsSaga() {
    OrderId order = place("charles");

    JsonNode placed = api.order(order);
    confirm(order);

    assertThat(placed.path("status").asString()).isEqualTo("PENDING");
    assertThat(placed.path("lines").get(0).path("unitPrice").isMissingNode()).isTrue();
    JsonNode confirmed = api.order(order);
    assertThat(confirmed.path("lines").get(0).path("unitPrice").path("amount").asLong())
        .isEqualTo(2500);
    assertThat(confirmed.path("total").path("amount").asLong()).isEqualTo(2500);
    assertThat(confirmed.path("createdAt")).isEqualTo(placed.path("createdAt"));
  }

  @Test
  void theSummaryOfACustomerCountsOrdersAndAddsUpWhatTheConfirmedOnesCost() {
    place("mary");
    confirm(place("mary"));
    confirm(place("mary"));
    cancel(place("mary"));

    JsonNode summary = summary("mary");

    assertThat(summary.path("orders").toString())
        .isEqualTo("{\"PENDING\":1,\"CONFIRMED\":2,\"CANCELLED\":1,\"NEEDS_ATTENTION\":0}");
    assertThat(summary.path("confirmed").toString())
        .isEqualTo("[{\"amount\":5000,\"currency\":\"EUR\"}]");
    assertThat(summary.path("firstOrderAt").asString()).isNotBlank();
    assertThat(summary.path("lastOrderAt").asString()).isNotBlank();
  }

  @Test
  void aCustomerWhoNeverOrderedHasASummaryOfZeros() {
    JsonNode summary = summary("nobody");

    assertThat(summary.toString())
        .isEqualTo(
            "{\"customerId\":\"nobody\",\"orders\":{\"PENDING\":0,\"CONFIRMED\":0,"
                + "\"CANCELLED\":0,\"NEEDS_ATTENTION\":0},\"confirmed\":[]}");
  }

  @Test
  void ordersOfOneCustomerAtTheSameTimeAreAllCounted() {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var placed =
          IntStream.range(0, 100)
              .mapToObj(_ -> CompletableFuture.supplyAsync(() -> place("everybody"), clients))
              .toList();
      placed.forEach(order -> participants.answer(order.join(), reserved(order.join())));
      placed.forEach(order -> participants.answer(order.join(), charged(order.join())));
      placed.forEach(order -> participants.answer(order.join(), committed(order.join())));
      placed.forEach(order -> api.awaitEnd(order.join(), "CONFIRMED", ""));
    }

    JsonNode summary = summary("everybody");

    assertThat(summary.path("orders").path("CONFIRMED").asInt()).isEqualTo(100);
    assertThat(summary.path("orders").path("PENDING").asInt()).isZero();
    assertThat(summary.path("confirmed").get(0).path("amount").asLong()).isEqualTo(100 * 2500);
  }

  private OrderId place(String customer) {
    return api.post(Api.ONE_SHIRT.replace("ada", customer), Api.newKey()).order();
  }

  private void confirm(OrderId order) {
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));
    api.awaitEnd(order, "CONFIRMED", "");
  }

  private void cancel(OrderId order) {
    api.cancel(order);
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
  }

  private JsonNode summary(String customer) {
    return api.get("/api/v1/orders/summary?customerId=" + customer).json();
  }
}
