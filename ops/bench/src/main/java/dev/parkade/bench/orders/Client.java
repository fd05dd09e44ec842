package dev.parkade.bench.orders;

import dev.parkade.local.Endpoints;
import dev.parkade.local.Part;
import dev.parkade.messages.money.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a client of the four services does, over REST only. Safe for use by many threads.
final class Client implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Endpoints endpoints;
  private final AtomicInteger repeated = new AtomicInteger();

  Client(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /// An order as it was sent and answered; times are epoch milliseconds with a fraction.
  ///
  /// @param status in the answer
  record Placed(String id, double sentAt, double answeredAt, String status) {}

  private record Line(String sku, int quantity) {}

  private record OrderBody(String customerId, List<Line> lines) {}

  private record Product(String name, Money price, long available) {}

  private record Registration(String name, String email) {}

  private record Answer(String id, String status) {}

  void stock(String sku, long price, long available) {
    var body = new Product("Bench " + sku, new Money(price, "EUR"), available);
    send("PUT", at(Part.INVENTORY, "/api/v1/products/" + sku), body, Map.of());
  }

  void register(String id) {
    var body = new Registration(id, id + "@example.org");
    send("PUT", at(Part.CUSTOMER, "/api/v1/customers/" + id), body, Map.of());
  }

  /// Places an order of one line.
  ///
  /// @param waitSeconds how long the answer may wait for the order's end; 0 for not at all
  Placed order(String key, String customer, String sku, int quantity, int waitSeconds) {
    var body = new OrderBody(customer, List.of(new Line(sku, quantity)));
    Map<String, String> headers =
        waitSeconds == 0
            ? Map.of("Idempotency-Key", key)
            : Map.of("Idempotency-Key", key, "Prefer", "wait=" + waitSeconds);
    var uri = at(Part.ORDERS, "/api/v1/orders");
    var request = request("POST", uri, body, headers);
    double sentAt = now();
    var response = sendUntilAnswered(request);
    double answeredAt = now();
    var answer = json.readValue(response.body(), Answer.class);
    return new Placed(answer.id(), sentAt, answeredAt, answer.status());
  }

  /// Uses a fault switch of a service, such as `relay/hold`.
  void fault(Part service, String what) {
    send("POST", URI.create(endpoints.management(service) + "/demo/" + what), null, Map.of());
  }

  /// This machine's clock, which is the broker's and the database's as well.
  static double now() {
    var now = Instant.now();
    return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
  }

  private URI at(Part service, String path) {
    return URI.create(endpoints.api(service) + path);
  }

  private void send(String method, URI uri, @Nullable Object body, Map<String, String> headers) {
    send(request(method, uri, body, headers));
  }

  private HttpRequest request(
      String method, URI uri, @Nullable Object body, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    headers.forEach(request::header);
    return body == null
        ? request.method(method, HttpRequest.BodyPublishers.noBody()).build()
        : request
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build();
  }

  /// A connection that the server had just closed loses a request now and then, and a service that
  /// is short of something says 503. The key makes it safe to send the order again, as every client
  /// should.
  private HttpResponse<String> sendUntilAnswered(HttpRequest request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return send(request);
      } catch (UncheckedIOException | Unavailable lost) {
        if (attempt == ATTEMPTS) {
          throw lost;
        }
        repeated.incrementAndGet();
        pause();
      }
    }
  }

  private static final class Unavailable extends RuntimeException {
    Unavailable(String answer) {
      super(answer);
    }
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /// How many requests were sent again.
  int repeated() {
    return repeated.get();
  }

  private HttpResponse<String> send(HttpRequest request) {
    var what = request.method() + " " + request.uri();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() == 503) {
        throw new Unavailable(what + ": " + response.body());
      }
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "%s: %d %s".formatted(what, response.statusCode(), response.body()));
      }
      return response;
    } catch (IOException away) {
      throw new UncheckedIOException(what, away);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
