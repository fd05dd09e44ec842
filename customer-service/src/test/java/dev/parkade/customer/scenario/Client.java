package dev.parkade.customer.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/customers` as a client sees it, and the outbox behind it.
public final class Client {

  public static final String ADA = "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}";
  public static final String ADA_KING = "{\"name\":\"Ada King\",\"email\":\"ada@example.org\"}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Environment properties;
  private final JdbcClient jdbc;

  Client(Environment properties, JdbcClient jdbc) {
    this.properties = properties;
    this.jdbc = jdbc;
  }

  public HttpResponse<String> put(String id, String body, String... headers) throws Exception {
    return send(
        "/" + id,
        it -> {
          it.PUT(BodyPublishers.ofString(body)).header("Content-Type", "application/json");
          if (headers.length > 0) {
            it.headers(headers);
          }
        });
  }

  public HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        path,
        it -> it.POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json"));
  }

  public HttpResponse<String> get(String path) throws Exception {
    return send(path, _ -> {});
  }

  public HttpResponse<String> send(String path, Consumer<HttpRequest.Builder> shape)
      throws Exception {
    var port = properties.getRequiredProperty("local.server.port");
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/customers" + path));
    shape.accept(request);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /// A header that must be there.
  public static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  /// The answer is a problem document with this status and code.
  public static JsonNode assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.path("code").asString()).isEqualTo(code);
    return problem;
  }

  /// How many messages about a customer were written to the outbox.
  public int outboxRowsOf(String id) {
    return jdbc.sql("select count(*) from outbox where message_key = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }
}
