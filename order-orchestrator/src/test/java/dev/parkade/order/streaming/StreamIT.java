package dev.parkade.order.streaming;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.stockRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Follower;
import dev.parkade.order.scenario.Follower.Event;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// `GET /api/v1/orders/{id}/events`.
@OrchestratorTest
class StreamIT {

  private static final List<String> FORWARDS =
      List.of("PENDING", "NEEDS_ATTENTION", "CANCELLED", "CONFIRMED");

  private final Participants participants = Participants.shared();
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void anOrderIsFollowedFromItsBeginningToItsEnd() {
    OrderId order = api.place();
    try (var follower = new Follower(port, order, "")) {
      follower.awaitStatus("PENDING");

      confirm(order);

      var response = follower.awaitEnd();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("text/event-stream;charset=UTF-8");
      assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(follower.statuses()).containsExactly("PENDING", "CONFIRMED");
      assertThat(told(follower))
          .containsExactlyElementsOf(api.timeline(order).valueStream().toList());
    }
  }

  @Test
  void whoeverComesBackGetsWhatItHasMissedAndNothingTwice() {
    OrderId order = api.place();
    var seen = new ArrayList<Integer>();
    try (var follower = new Follower(port, order, "")) {
      follower.awaitProgress(2);
      seen.addAll(follower.ids());
    }

    confirm(order);
    api.awaitEnd(order, "CONFIRMED", "");
    try (var again = new Follower(port, order, "" + seen.getLast())) {
      again.awaitEnd();
      seen.addAll(again.ids());
      assertThat(again.statuses()).containsExactly("CONFIRMED");
    }

    int length = api.timeline(order).size();
    assertThat(seen).containsExactlyElementsOf(IntStream.rangeClosed(1, length).boxed().toList());
  }

  @Test
  void whoeverHasSeenTheEndOfAnEndedOrderIsToldNotToComeBack() {
    OrderId order = api.place();
    participants.answer(order, stockRefused(order));
    api.awaitEnd(order, "CANCELLED", "STOCK_UNAVAILABLE");
    int length = api.timeline(order).size();

    try (var follower = new Follower(port, order, "" + length)) {
      assertThat(follower.awaitEnd().statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aStreamThatHasNothingToSaySaysThatItIsThere() {
    OrderId order = api.place();

    try (var follower = new Follower(port, order, "")) {
      Eventually.within(
          Participants.SOON, () -> assertThat(follower.heartbeats()).isGreaterThan(2));

      assertThat(follower.isOpen()).isTrue();
      assertThat(follower.statuses()).containsExactly("PENDING");
    }
  }

  /// One client that uses every way there is to ask how its order stands, and loses its connection
  /// at every event.
  @Test
  void noClientEverSeesAStatusGoBackwards() {
    OrderId order = api.place();
    var witnessed = new ArrayList<String>();
    String etag = "";
    String lastEventId = "";

    for (Runnable step : steps(order)) {
      step.run();
      var polled =
          api.get("/api/v1/orders/" + order, "If-None-Match", etag.isEmpty() ? "\"-\"" : etag);
      if (polled.status() == 200) {
        witnessed.add(polled.json().path("status").asString());
        etag = polled.header("ETag");
      }
      try (var follower = new Follower(port, order, lastEventId)) {
        Eventually.within(Participants.SOON, () -> assertThat(follower.statuses()).isNotEmpty());
        witnessed.addAll(follower.statuses());
        // the connection breaks after the first event: the rest comes again
        lastEventId = "" + follower.events().getFirst().id();
      }
      witnessed.add(api.status(order));
    }

    assertThat(witnessed).endsWith("CONFIRMED");
    assertThat(witnessed.stream().map(FORWARDS::indexOf).toList()).isSorted().doesNotContain(-1);
  }

  @Test
  void nonsenseIsExplained() {
    OrderId order = api.place();
    String path = "/api/v1/orders/" + order + "/events";

    api.get(path, "Last-Event-ID", "yesterday").isProblem(400, "invalid-parameter");
    api.get(path, "Last-Event-ID", "-1").isProblem(400, "invalid-parameter");
    api.get(path, "Last-Event-ID", "999").isProblem(400, "invalid-parameter");
    api.get(path, "Accept", "application/json").isProblem(406, "not-acceptable");
    api.get("/api/v1/orders/0198c5c0-0000-7000-8000-00000000dead/events")
        .isProblem(404, "order-not-found");
    assertThat(api.head(path).header("Content-Type")).startsWith("text/event-stream");
  }

  private List<Runnable> steps(OrderId order) {
    return List.of(
        () -> {},
        () -> participants.answer(order, reserved(order)),
        () -> api.awaitState(order, "CHARGING"),
        () -> participants.answer(order, charged(order)),
        () -> api.awaitState(order, "COMMITTING"),
        () -> participants.answer(order, committed(order)),
        () -> api.awaitEnd(order, "CONFIRMED", ""));
  }

  private void confirm(OrderId order) {
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));
  }

  private static List<Object> told(Follower follower) {
    return follower.events().stream()
        .filter(e -> e.name().equals("progress"))
        .map(Event::data)
        .map(Object.class::cast)
        .toList();
  }
}
