package dev.parkade.payment.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An operator who talks to the dead letters of a running service.
record Rest(World world) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  /// @param location where the answer says to look next, or nothing
  record Answer(int status, String location, JsonNode body) {

    String code() {
      assertThat(status).as(body.toString()).isGreaterThanOrEqualTo(400);
      assertThat(body.path("status").asInt()).isEqualTo(status);
      return body.path("code").asString();
    }

    Answer as(int expected) {
      assertThat(status).as(body.toString()).isEqualTo(expected);
      return this;
    }
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer delete(String path) {
    return send("DELETE", path, "");
  }

  Answer post(String path, Map<String, ?> body) {
    return send("POST", path, JSON.writeValueAsString(body));
  }

  /// A plan for what a filter takes.
  JsonNode plan(Map<String, ?> filter) {
    return post("/plans", Map.of("who", "ada", "why", "test", "filter", filter)).as(200).body();
  }

  /// The request for a replay; nobody waits for lag, which the broker of all tests has plenty of.
  static Map<String, Object> replayOf(JsonNode plan, Object... more) {
    var body = new java.util.HashMap<String, Object>();
    body.putAll(Map.of("who", "grace", "why", "OPS-12", "plan", plan, "maxLag", 0));
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return body;
  }

  /// A replay, once it is in this state.
  JsonNode replay(String id, String state) {
    Eventually.within(
        World.SOON,
        () -> {
          JsonNode now = get("/replays/" + id).as(200).body();
          assertThat(now.path("state").asString()).as(now.toString()).isEqualTo(state);
        });
    return get("/replays/" + id).body();
  }

  String state(Object letter) {
    return get("/" + letter).as(200).body().path("letter").path("state").asString();
  }

  private Answer send(String method, String path, String body) {
    String port = world.bean(Environment.class).getRequiredProperty("local.server.port");
    var uri = URI.create("http://127.0.0.1:" + port + "/api/v1/dead-letters" + path);
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      var answer = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Location").orElse(""),
          JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
