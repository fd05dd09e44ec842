package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Api.Answer;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// What clients read of orders, whole, page by page, and only if it has changed.
@OrchestratorTest
class ReadingIT {

  private final Participants participants = Participants.shared();
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void anOrderThatHasNotChangedIsNotSentAgain() {
    OrderId order = api.place();
    String path = "/api/v1/orders/" + order;
    String before = api.get(path).header("ETag");

    Answer unchanged = api.get(path, "If-None-Match", before);
    participants.answer(order, reserved(order));
    api.awaitState(order, "CHARGING");
    Answer changed = api.get(path, "If-None-Match", before);

    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(before);
  }

  @Test
  void theOrdersOfACustomerAreListedNewestFirstPageByPage() {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.addFirst(api.post(onlyFor("lister"), Api.newKey()).order().text());
    }

    List<String> listed = new ArrayList<>();
    String after = "";
    do {
      var page = api.get("/api/v1/orders?customerId=lister&limit=2" + after).json();
      page.path("items").forEach(order -> listed.add(order.path("id").asString()));
      after = page.path("next").asString("");
      after = after.isEmpty() ? "" : "&after=" + after;
    } while (!after.isEmpty());

    assertThat(listed).containsExactlyElementsOf(placed);
  }

  @Test
  void aTimelineIsReadPageByPage() {
    OrderId order = api.place();
    String path = "/api/v1/orders/" + order + "/timeline";

    var first = api.get(path + "?limit=1").json();
    var rest = api.get(path + "?after=" + first.path("next").asInt()).json();

    assertThat(first.path("items")).hasSize(1);
    assertThat(rest.path("items").get(0).path("seq").asInt()).isEqualTo(2);
    assertThat(rest.has("next")).isFalse();
    api.get(path + "?limit=0").isProblem(400, "invalid-parameter");
    api.get(path + "?after=yesterday").isProblem(400, "invalid-parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/problems", "/problems/order-not-cancellable"})
  void theServiceExplainsItself(String path) {
    assertThat(api.get(path).status()).isEqualTo(200);
  }

  @Test
  void unknownOrdersAndUnusableIdsAreExplained() {
    String unknown = "/api/v1/orders/0198c5c0-0000-7000-8000-00000000dead";

    api.get(unknown).isProblem(404, "order-not-found");
    api.get(unknown + "/timeline").isProblem(404, "order-not-found");
    api.cancel(OrderId.of("0198c5c0-0000-7000-8000-00000000dead"))
        .isProblem(404, "order-not-found");
    api.get("/api/v1/orders/42").isProblem(400, "invalid-parameter");
    api.get("/api/v1/orders").isProblem(400, "missing-parameter");
    api.get("/api/v1/orders?customerId=ada&limit=0").isProblem(400, "invalid-parameter");
    api.get("/api/v1/orders?customerId=ada&after=x").isProblem(400, "invalid-parameter");
    assertThat(
            List.of(
                api.get("/api/v1/sagas?status=LOST").isProblem(400, "invalid-parameter"),
                api.get("/api/v1/orders?customerId=ada&limit=many")
                    .isProblem(400, "invalid-parameter")))
        .extracting(answer -> answer.json().path("detail").asString())
        .containsExactly(
            "status is not one of [PENDING, CONFIRMED, CANCELLED, NEEDS_ATTENTION]",
            "limit is not a whole number, or too large a one");
  }

  private static String onlyFor(String customer) {
    return Api.ONE_SHIRT.replace("ada", customer);
  }
}
