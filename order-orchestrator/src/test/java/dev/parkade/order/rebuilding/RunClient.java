package dev.parkade.order.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The test as an operator on the management port.
final class RunClient {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String management;
  private final String endpoint;

  RunClient(int managementPort) {
    management = "http://127.0.0.1:" + managementPort + "/actuator";
    endpoint = management + "/projections";
  }

  HttpResponse<String> begin(String what) {
    var request = HttpRequest.newBuilder(URI.create(endpoint + "/" + what));
    return send(
        request.header("Content-Type", "application/json").POST(BodyPublishers.noBody()).build());
  }

  JsonNode status() {
    String body = send(HttpRequest.newBuilder(URI.create(endpoint)).build()).body();
    return JsonMapper.shared().readTree(body);
  }

  /// Rebuilds or verifies, to the end.
  JsonNode run(String what) {
    assertThat(begin(what).statusCode()).isEqualTo(202);
    return awaitEnd();
  }

  /// What the service waits for, in words.
  String readiness() {
    return send(HttpRequest.newBuilder(URI.create(management + "/health/readiness")).build())
        .body();
  }

  void stop() {
    send(HttpRequest.newBuilder(URI.create(endpoint)).DELETE().build());
  }

  JsonNode awaitEnd() {
    Eventually.within(
        LIMIT, () -> assertThat(status().path("state").asString()).isNotEqualTo("RUNNING"));
    return status();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
