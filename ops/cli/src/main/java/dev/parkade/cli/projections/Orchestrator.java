package dev.parkade.cli.projections;

import dev.parkade.local.SystemRefusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The management port of an order-orchestrator.
final class Orchestrator {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final String NOBODY =
      "start the system with: ops/parkade up\n"
          + "  or say where it is: --data-dir DIR, or --management-url http://HOST:9080";
  private static final String GONE =
      "look for its state with: ops/parkade status, and run this again when it is back; what was"
          + " mended stays mended";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI management;
  private final URI endpoint;

  Orchestrator(URI management) {
    this.management = management;
    this.endpoint =
        URI.create(management.toString().replaceAll("/+$", "") + "/actuator/projections");
  }

  private record Refusal(String error) {}

  /// Begins a run.
  ///
  /// @throws SystemRefusal if one is running already, or nobody answers
  RunStatus begin(String what) throws InterruptedException {
    var uri = URI.create(endpoint + "/" + what);
    var request = HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
    var answer = send(request.POST(BodyPublishers.noBody()), NOBODY);
    if (answer.statusCode() == 409) {
      throw new SystemRefusal(
          "nothing was begun: " + read(answer, Refusal.class).error(),
          "wait for its end, and run this again");
    }
    return status(answer, 202);
  }

  /// How far the run is.
  RunStatus status() throws InterruptedException {
    return status(send(HttpRequest.newBuilder(endpoint), GONE), 200);
  }

  /// Stops what is running after its batch.
  void stop() throws InterruptedException {
    status(send(HttpRequest.newBuilder(endpoint).DELETE(), GONE), 200);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String fix)
      throws InterruptedException {
    try {
      return http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
    } catch (IOException away) {
      throw new SystemRefusal("no order-orchestrator answers at " + management, fix);
    }
  }

  private RunStatus status(HttpResponse<String> answer, int expected) {
    if (answer.statusCode() != expected) {
      throw new SystemRefusal(
          "%s answers %d, not as an order-orchestrator of this version does"
              .formatted(answer.uri(), answer.statusCode()),
          "check that the address is that of its management port, and that it exposes the endpoint"
              + " `projections`");
    }
    return read(answer, RunStatus.class);
  }

  private static <T> T read(HttpResponse<String> answer, Class<T> type) {
    try {
      return JSON.readValue(answer.body(), type);
    } catch (JacksonException other) {
      throw new SystemRefusal(
          answer.uri() + " answers something else than an order-orchestrator does",
          "check that the address is that of its management port");
    }
  }
}
