package dev.parkade.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON over HTTP. Safe for use by many threads.
final class Rest implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  /// An answer, with what was asked for.
  record Answer(String request, int status, String body) {
    /// @throws UnexpectedAnswer unless the status is one of these
    Answer expect(int... statuses) {
      if (Arrays.stream(statuses).noneMatch(it -> it == status)) {
        throw new UnexpectedAnswer(this);
      }
      return this;
    }
  }

  /// A service answered with something else than the contract says.
  static final class UnexpectedAnswer extends RuntimeException {
    UnexpectedAnswer(Answer answer) {
      super("%s: %d %s".formatted(answer.request(), answer.status(), abbreviate(answer.body())));
    }

    private static String abbreviate(String body) {
      return body.length() <= 300 ? body : body.substring(0, 300) + "…";
    }
  }

  Answer get(URI uri) throws InterruptedException {
    return send("GET", uri, null, Map.of());
  }

  Answer put(URI uri, Object body) throws InterruptedException {
    return send("PUT", uri, body, Map.of());
  }

  Answer post(URI uri, @Nullable Object body, Map<String, String> headers)
      throws InterruptedException {
    return send("POST", uri, body, headers);
  }

  <T> T read(Answer answer, Class<T> type) {
    return json.readValue(answer.body(), type);
  }

  private Answer send(String method, URI uri, @Nullable Object body, Map<String, String> headers)
      throws InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    headers.forEach(request::header);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(method + " " + uri, response.statusCode(), response.body());
    } catch (IOException away) {
      throw new UncheckedIOException(method + " " + uri + ": " + away, away);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
