package dev.parkade.payment.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.context.ConfigurableApplicationContext;

/// Talks to an instance over HTTP, on its own port or on its management port.
record ServiceHttp(ConfigurableApplicationContext instance) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern RUNNING = Pattern.compile("\"running\":\\[([0-9,]*)]");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  String get(String path, boolean management) {
    return send(HttpRequest.newBuilder(uri(path, management)).build());
  }

  /// POSTs nothing to the management port.
  String post(String path) {
    return send(HttpRequest.newBuilder(uri(path, true)).POST(BodyPublishers.noBody()).build());
  }

  String post(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path, false))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  String readiness() {
    return get("/actuator/health/readiness", true);
  }

  /// The partition numbers that it runs, in their order.
  List<Integer> running() {
    var running = RUNNING.matcher(readiness());
    return running.find() ? numbers(running.group(1)) : List.of();
  }

  /// Of a list as Java and JSON write it.
  static List<Integer> numbers(String list) {
    return NUMBER.matcher(list).results().map(it -> Integer.valueOf(it.group())).toList();
  }

  private URI uri(String path, boolean management) {
    String port = management ? "local.management.port" : "local.server.port";
    return URI.create(
        "http://127.0.0.1:" + instance.getEnvironment().getRequiredProperty(port) + path);
  }

  private static String send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
