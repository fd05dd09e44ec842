package dev.parkade.order.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The test as a client of the REST API.
public final class Api {

  public static final String ONE_SHIRT =
      "{\"customerId\":\"ada\",\"lines\":[{\"sku\":\"shirt\",\"quantity\":1}]}";
  private static final AtomicInteger KEYS = new AtomicInteger();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  public Api(int port) {
    this.port = port;
  }

  /// An answer of the service.
  public record Answer(int status, HttpResponse<String> response) {

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public OrderId order() {
      return OrderId.of(json().path("id").asString());
    }

    public Answer isProblem(int status, String code) {
      assertThat(response.body()).contains("\"" + code + "\"");
      assertThat(this.status).isEqualTo(status);
      assertThat(header("Content-Type")).startsWith("application/problem+json");
      assertThat(json().path("code").asString()).isEqualTo(code);
      assertThat(json().path("detail").asString()).isNotBlank();
      return this;
    }
  }

  public static String newKey() {
    return "key-" + KEYS.incrementAndGet();
  }

  /// Places an order for one shirt.
  public OrderId place() {
    return post(ONE_SHIRT, newKey()).order();
  }

  public Answer post(String body, String key, String... headers) {
    return order(BodyPublishers.ofString(body), List.of(key), headers);
  }

  public Answer order(BodyPublisher body, List<String> keys, String... headers) {
    var request = to("/api/v1/orders").header("Content-Type", "application/json").POST(body);
    keys.forEach(key -> request.header("Idempotency-Key", key));
    return send(request, headers);
  }

  public Answer postJson(String path, String body, String... headers) {
    var request = to(path).header("Content-Type", "application/json");
    return send(request.POST(BodyPublishers.ofString(body)), headers);
  }

  public Answer cancel(OrderId order) {
    return send(to("/api/v1/orders/" + order + "/cancellation").POST(BodyPublishers.noBody()));
  }

  public Answer get(String path, String... headers) {
    return send(to(path).GET(), headers);
  }

  public Answer head(String path) {
    return send(to(path).HEAD());
  }

  public JsonNode order(OrderId order) {
    return get("/api/v1/orders/" + order).json();
  }

  public String status(OrderId order) {
    return order(order).path("status").asString();
  }

  /// Where the saga stands, from the last line of its timeline.
  public String state(OrderId order) {
    JsonNode items = timeline(order);
    return items.get(items.size() - 1).path("state").asString();
  }

  public JsonNode timeline(OrderId order) {
    return get("/api/v1/orders/" + order + "/timeline").json().path("items");
  }

  /// What the timeline shows, one word for each line.
  public List<String> story(OrderId order) {
    return timeline(order).valueStream().map(line -> line.path("kind").asString()).toList();
  }

  public void awaitState(OrderId order, String state) {
    Eventually.within(Participants.SOON, () -> assertThat(state(order)).isEqualTo(state));
  }

  public void awaitEnd(OrderId order, String status, String reason) {
    Eventually.within(Participants.SOON, () -> assertThat(status(order)).isEqualTo(status));
    assertThat(order(order).path("reason").asString("")).isEqualTo(reason);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private Answer send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
