package dev.parkade.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A container is killed while orders are on their way, the story is told once more on what is
/// left, and all of it goes down and comes back.
@OnCompose
@Order(90)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeKillIT {
  private static final Duration STORY_LIMIT = Duration.ofMinutes(12);
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final int ORDERS = 40;

  private static final List<String> placed = new ArrayList<>();

  private final ComposeSystem system;
  private final HttpClient http = HttpClient.newHttpClient();

  ComposeKillIT(ComposeSystem system) {
    this.system = system;
  }

  @Test
  @Order(1)
  void ordersEndAlthoughAServiceIsKilledMeanwhile() throws Exception {
    put("inventory-service", "/api/v1/products/KILL-001", product());
    put("customer-service", "/api/v1/customers/killjoy", customer());

    for (int i = 0; i < ORDERS; i++) {
      if (i == ORDERS / 2) {
        system.kill("payment-service");
      }
      placed.add(order(i));
    }
    system.up();

    Eventually.within(
        SOON,
        () ->
            assertThat(statuses())
                .hasSize(ORDERS)
                .allSatisfy(it -> assertThat(it).isEqualTo("CONFIRMED")));
  }

  @Test
  @Order(2)
  void theStoryIsToldAgainOnTheSameData() {
    assertThat(system.compose(STORY_LIMIT, "up", "--no-build", "--exit-code-from", "demo", "demo"))
        .contains("12 of 12 invariants hold", "everything holds");
  }

  @Test
  @Order(3)
  void dataSurviveDownAndUp() throws Exception {
    system.compose(SOON, "down");
    system.up();

    assertThat(statuses()).hasSize(ORDERS).containsOnly("CONFIRMED");
    assertThat(order(ORDERS)).isNotIn(placed);
  }

  @Test
  @Order(4)
  void aNewStartMindsNoPasswordThatTheDemoHasKept() {
    system.tryCompose(SOON, "down", "--volumes");
    // its container still has the volumes of the services' passwords
    assertThat(
            system.docker(
                SOON, "volume", "ls", "--quiet", "--filter", "name=" + system.project() + "_"))
        .contains("secrets-payment-service")
        .doesNotContain("secrets-postgres");

    var made = system.compose(SOON, "up", "--no-build", "--exit-code-from", "secrets", "secrets");

    assertThat(made).contains("payment-service/spring.datasource.password postgres/payment");
  }

  private String order(int number) throws IOException, InterruptedException {
    var body = "{\"customerId\":\"killjoy\",\"lines\":[{\"sku\":\"KILL-001\",\"quantity\":1}]}";
    var request =
        request("order-orchestrator", "/api/v1/orders")
            .header("Idempotency-Key", "kill-" + number)
            .POST(BodyPublishers.ofString(body));
    return send(request).get("id").asString();
  }

  private List<String> statuses() throws IOException, InterruptedException {
    var all = new ArrayList<String>();
    for (var id : placed) {
      all.add(send(request("order-orchestrator", "/api/v1/orders/" + id)).get("status").asString());
    }
    return all;
  }

  private void put(String service, String path, String body)
      throws IOException, InterruptedException {
    send(request(service, path).PUT(BodyPublishers.ofString(body)));
  }

  private static String product() {
    return """
        {"name":"Something","price":{"amount":1999,"currency":"EUR"},"available":1000}""";
  }

  private static String customer() {
    return """
        {"name":"Somebody","email":"somebody@example.org"}""";
  }

  private HttpRequest.Builder request(String service, String path) {
    return HttpRequest.newBuilder(URI.create(system.api(service) + path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JsonMapper.shared().readTree(answer.body());
  }
}
