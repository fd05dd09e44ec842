package dev.parkade.e2e.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP API of a Prometheus server. A question that the server refuses, a query that does not
/// parse for example, throws [Refused] with the server's words.
public final class PrometheusApi {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

  private final URI server;

  /// @param server for example `http://127.0.0.1:9090`
  public PrometheusApi(URI server) {
    this.server = server;
  }

  /// The server's answer was an error.
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /// Where the server is.
  public URI server() {
    return server;
  }

  /// Whether the server is up and answers queries.
  public boolean isReady() {
    try {
      var request = HttpRequest.newBuilder(server.resolve("/-/ready")).timeout(PATIENCE).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Prometheus was asked", e);
    }
  }

  /// What a query finds now.
  public Answer query(String promql) {
    return answer(ask("/api/v1/query", Map.of("query", promql)), "value");
  }

  /// What a query finds at every step from start to end, both included.
  public Answer queryRange(String promql, Instant start, Instant end, Duration step) {
    var question =
        Map.of("query", promql, "start", at(start), "end", at(end), "step", seconds(step));
    return answer(ask("/api/v1/query_range", question), "values");
  }

  /// The syntax tree of a query, as the server parsed it.
  public JsonNode parse(String promql) {
    return ask("/api/v1/parse_query", Map.of("query", promql)).path("data");
  }

  /// All rules, whatever their state.
  public List<Rule> rules() {
    return ask("/api/v1/rules", Map.of())
        .path("data")
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream().map(it -> rule(group, it)))
        .toList();
  }

  /// The alerts that are pending or fire.
  public List<Alert> alerts() {
    return ask("/api/v1/alerts", Map.of())
        .path("data")
        .path("alerts")
        .valueStream()
        .map(
            it ->
                new Alert(
                    it.path("labels").path("alertname").asString(""),
                    it.path("state").asString(""),
                    texts(it.path("labels")),
                    texts(it.path("annotations"))))
        .toList();
  }

  /// What is scraped.
  public List<Target> targets() {
    return ask("/api/v1/targets", Map.of("state", "active"))
        .path("data")
        .path("activeTargets")
        .valueStream()
        .map(
            it ->
                new Target(
                    it.path("labels").path("job").asString(""),
                    it.path("scrapeUrl").asString(""),
                    texts(it.path("labels")),
                    it.path("health").asString(""),
                    it.path("lastError").asString("")))
        .toList();
  }

  private static Rule rule(JsonNode group, JsonNode rule) {
    return new Rule(
        group.path("name").asString(""),
        rule.path("name").asString(""),
        rule.path("type").asString(""),
        rule.path("query").asString(""),
        rule.path("health").asString(""),
        rule.path("state").asString(""),
        rule.path("lastError").asString(""));
  }

  private static Answer answer(JsonNode answer, String points) {
    JsonNode data = answer.path("data");
    if (!data.path("resultType").asString("").matches("vector|matrix")) {
      throw new Refused("a query of series is expected, not one of " + data.path("resultType"));
    }
    List<Series> series =
        data.path("result")
            .valueStream()
            .map(it -> new Series(texts(it.path("metric")), points(it.path(points))))
            .toList();
    return new Answer(series, list(answer.path("warnings")), list(answer.path("infos")));
  }

  private static List<Series.Point> points(JsonNode found) {
    // one point is [time, value], several are an array of those
    return found.path(0).isArray()
        ? found.valueStream().map(PrometheusApi::point).toList()
        : List.of(point(found));
  }

  private static Series.Point point(JsonNode pair) {
    var time = Instant.ofEpochMilli(Math.round(pair.path(0).asDouble() * 1000));
    return new Series.Point(time, number(pair.path(1).asString("")));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static Map<String, String> texts(JsonNode object) {
    return object
        .propertyStream()
        .collect(toMap(Map.Entry::getKey, it -> it.getValue().asString("")));
  }

  private static List<String> list(JsonNode array) {
    return array.valueStream().map(it -> it.asString("")).toList();
  }

  private static String at(Instant time) {
    return Double.toString(time.toEpochMilli() / 1000.0);
  }

  private static String seconds(Duration step) {
    return Double.toString(step.toMillis() / 1000.0);
  }

  private JsonNode ask(String path, Map<String, String> question) {
    String form =
        question.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
            .collect(joining("&"));
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(PATIENCE);
    // a query may be longer than what a URL may be
    if (path.contains("query")) {
      request
          .uri(server.resolve(path))
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString(form));
    } else {
      request.uri(server.resolve(form.isEmpty() ? path : path + "?" + form));
    }
    try {
      String body = HTTP.send(request.build(), BodyHandlers.ofString()).body();
      JsonNode answer = JsonMapper.shared().readTree(body);
      if (!answer.path("status").asString("").equals("success")) {
        throw new Refused(
            answer.path("errorType").asString("") + ": " + answer.path("error").asString(body));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Prometheus was asked", e);
    }
  }
}
