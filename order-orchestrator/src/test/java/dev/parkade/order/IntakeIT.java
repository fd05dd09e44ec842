package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.stockRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Api.Answer;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.waiting.Eventually;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@OrchestratorTest
class IntakeIT {

  private final Participants participants = Participants.shared();
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transactions;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void anOrderIsAcceptedWithWhereToLookForIt() {
    Answer answer = api.post(Api.ONE_SHIRT, Api.newKey());

    assertThat(answer.status()).isEqualTo(202);
    String self = "/api/v1/orders/" + answer.order();
    assertThat(answer.header("Location")).isEqualTo(self);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.header("ETag")).isEqualTo("\"0\"");
    assertThat(answer.json().path("status").asString()).isEqualTo("PENDING");
    assertThat(answer.json().path("links").path("self").asString()).isEqualTo(self);
    assertThat(api.get(self).header("ETag")).isEqualTo("\"0\"");
  }

  @Test
  void theSameKeyAndTheSameOrderAreAnsweredTheSameWayAgain() {
    String key = Api.newKey();
    Answer first = api.post(Api.ONE_SHIRT, key);
    String reordered =
        " {\"lines\": [{\"quantity\": 1, \"sku\": \"shirt\"}], \"customerId\": \"ada\"}";

    Answer second = api.post(reordered, "\"" + key + "\"");

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.response().body()).isEqualTo(first.response().body());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void theSameKeyAndAnotherOrderAreRefused() {
    String key = Api.newKey();
    api.post(Api.ONE_SHIRT, key);

    api.post(Api.ONE_SHIRT.replace("1}", "2}"), key).isProblem(422, "idempotency-key-reused");
  }

  @Test
  void twentyRequestsAtOnceWithOneKeyMakeOneOrder() {
    String key = Api.newKey();

    List<CompletableFuture<Answer>> requests =
        IntStream.range(0, 20)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> api.post(Api.ONE_SHIRT, key)))
            .toList();
    List<Answer> answers = requests.stream().map(CompletableFuture::join).toList();

    // whoever came while the first one was on its way is asked to come again
    answers.stream()
        .filter(answer -> answer.status() != 202)
        .forEach(answer -> answer.isProblem(409, "idempotency-key-in-flight"));
    List<Answer> accepted = answers.stream().filter(answer -> answer.status() == 202).toList();
    assertThat(accepted.stream().filter(a -> a.header("Idempotency-Replayed").isEmpty()))
        .hasSize(1);
    OrderId order = api.post(Api.ONE_SHIRT, key).order();
    assertThat(accepted).allMatch(answer -> answer.order().equals(order));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    assertThat(participants.sent(Topics.INVENTORY_COMMANDS, order, ReserveStock.class)).hasSize(1);
    assertThat(
            jdbc.sql("select count(*) from idempotency_key where key = ?")
                .param(key)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void aRequestWhoseFirstOneIsStillOnItsWayIsAskedToComeAgain() {
    String key = Api.newKey();
    CompletableFuture<Answer> first = new CompletableFuture<>();

    Answer second =
        transactions.execute(
            _ -> {
              jdbc.sql("lock table orders in share mode").update();
              first.completeAsync(() -> api.post(Api.ONE_SHIRT, key));
              return awaitInFlight(key);
            });

    assertThat(second.header("Retry-After")).isEqualTo("1");
    assertThat(first.join().status()).isEqualTo(202);
    assertThat(api.post(Api.ONE_SHIRT, key).order()).isEqualTo(first.join().order());
  }

  private Answer awaitInFlight(String key) {
    Eventually.within(Participants.SOON, () -> assertThat(isOnItsWay(key)).isTrue());
    return api.post(Api.ONE_SHIRT, key).isProblem(409, "idempotency-key-in-flight");
  }

  private boolean isOnItsWay(String key) {
    return jdbc.sql(
            """
            select exists (
              select from pg_locks where locktype = 'advisory'
              and (classid::bigint << 32) | objid::bigint
                  = hashtextextended('POST /api/v1/orders ' || ?, 0))
            """)
        .param(key)
        .query(Boolean.class)
        .single();
  }

  @Test
  void anOrderNeedsOneUsableKey() {
    var body = BodyPublishers.ofString(Api.ONE_SHIRT);

    api.order(body, List.of()).isProblem(400, "idempotency-key-required");
    api.order(body, List.of("  ")).isProblem(400, "idempotency-key-required");
    api.order(body, List.of("a b")).isProblem(400, "idempotency-key-invalid");
    api.order(body, List.of("k".repeat(256))).isProblem(400, "idempotency-key-invalid");
    api.order(body, List.of("one", "two")).isProblem(400, "idempotency-key-invalid");
    assertThat(api.get("/problems/idempotency-key-required").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "                                                              | malformed-body",
        "{\"customerId\":                                              | malformed-body",
        "[]                                                            | malformed-body",
        "null                                                          | malformed-body",
        "{}                                                            | invalid-field",
        "{\"customerId\":\"ada\"}                                      | invalid-field",
        "{\"customerId\":null,\"lines\":[{\"sku\":\"s\",\"quantity\":1}]}   | invalid-field",
        "{\"customerId\":\"a b\",\"lines\":[{\"sku\":\"s\",\"quantity\":1}]} | invalid-field",
        "{\"customerId\":\"\",\"lines\":[{\"sku\":\"s\",\"quantity\":1}]}   | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[]}                         | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[null]}                     | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{}]}                       | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s\",\"quantity\":0}]}       | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s\",\"quantity\":-1}]}      | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s\",\"quantity\":1000001}]} | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s\",\"quantity\":1.5}]}     | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s\",\"quantity\":99999999999}]} | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s/t\",\"quantity\":1}]}     | invalid-field",
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s\",\"quantity\":1,\"price\":1}]} | unknown-field",
        "{\"customerId\":\"ada\",\"total\":1,\"lines\":[]}             | unknown-field",
      })
  void nonsenseIsExplained(String body, String code) {
    api.post(body == null ? "" : body, Api.newKey()).isProblem(400, code);
  }

  @Test
  void tooManyLinesOrAProductTwiceAreExplained() {
    api.post(lines(101), Api.newKey()).isProblem(400, "invalid-field");
    assertThat(api.post(lines(100), Api.newKey()).status()).isEqualTo(202);
    String twice =
        "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"s\",\"quantity\":1},{\"sku\":\"s\",\"quantity\":2}]}";
    api.post(twice, Api.newKey()).isProblem(400, "invalid-field");
  }

  @Test
  void aBodyThatIsTooLongIsRefusedWhetherOrNotItSaysSo() {
    String huge = Api.ONE_SHIRT + " ".repeat(100_000);
    var chunked =
        BodyPublishers.ofInputStream(
            () -> new ByteArrayInputStream(huge.getBytes(StandardCharsets.UTF_8)));

    api.post(huge, Api.newKey()).isProblem(413, "body-too-large");
    api.order(chunked, List.of(Api.newKey())).isProblem(413, "body-too-large");
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
    api.get("/api/v1/sagas?status=LOST").isProblem(400, "invalid-parameter");
  }

  @Test
  void aClientThatWaitsIsAnsweredAtTheEnd() {
    CompletableFuture<Answer> request =
        CompletableFuture.supplyAsync(
            () -> api.post(onlyFor("waits"), Api.newKey(), "Prefer", "wait=10"));
    OrderId order = onlyOrderOf("waits");
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));

    Answer answer = request.join();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("status").asString()).isEqualTo("CONFIRMED");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
    assertThat(answer.header("Retry-After")).isEmpty();
  }

  @Test
  void aClientWaitsNoLongerThanItWants() {
    Answer answer = api.post(Api.ONE_SHIRT, Api.newKey(), "Prefer", "respond-async, wait=1");

    assertThat(answer.json().path("status").asString()).isEqualTo("PENDING");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=1");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void aWaitIsCappedAndOneThatCannotBeReadIsIgnored() {
    CompletableFuture<Answer> request =
        CompletableFuture.supplyAsync(
            () -> api.post(onlyFor("patient"), Api.newKey(), "Prefer", "wait=9999"));
    OrderId order = onlyOrderOf("patient");
    participants.answer(order, stockRefused(order));

    assertThat(request.join().header("Preference-Applied")).isEqualTo("wait=10");
    assertThat(api.post(Api.ONE_SHIRT, Api.newKey(), "Prefer", "wait=soon").status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=9999              | 10",
        "wait=99999999999999999 | 10",
        "respond-async, wait=10 | 10",
      })
  void aClientThatRepeatsItsRequestIsWaitedWithToo(String prefer, String applied) {
    String key = Api.newKey();
    OrderId order = api.post(Api.ONE_SHIRT, key).order();
    CompletableFuture<Answer> again =
        CompletableFuture.supplyAsync(() -> api.post(Api.ONE_SHIRT, key, "Prefer", prefer));
    participants.answer(order, stockRefused(order));

    assertThat(again.join().json().path("status").asString()).isEqualTo("CANCELLED");
    assertThat(again.join().header("Preference-Applied")).isEqualTo("wait=" + applied);
    assertThat(again.join().header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.join().order()).isEqualTo(order);
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

  private OrderId onlyOrderOf(String customer) {
    var found = new HashSet<OrderId>();
    Eventually.within(
        Participants.SOON,
        () -> {
          api.get("/api/v1/orders?customerId=" + customer)
              .json()
              .path("items")
              .forEach(order -> found.add(OrderId.of(order.path("id").asString())));
          assertThat(found).hasSize(1);
        });
    return found.iterator().next();
  }

  private static String onlyFor(String customer) {
    return Api.ONE_SHIRT.replace("ada", customer);
  }

  private static String lines(int n) {
    var lines =
        IntStream.range(0, n).mapToObj(i -> "{\"sku\":\"s" + i + "\",\"quantity\":1}").toList();
    return "{\"customerId\":\"ada\",\"lines\":[" + String.join(",", lines) + "]}";
  }
}
