package dev.parkade.order;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Placing orders: idempotency keys, and bodies that make no sense.
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

  private static String lines(int n) {
    var lines =
        IntStream.range(0, n).mapToObj(i -> "{\"sku\":\"s" + i + "\",\"quantity\":1}").toList();
    return "{\"customerId\":\"ada\",\"lines\":[" + String.join(",", lines) + "]}";
  }
}
