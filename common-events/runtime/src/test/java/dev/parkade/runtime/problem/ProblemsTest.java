package dev.parkade.runtime.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
    classes = ProblemTestApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.application.name=order-desk", "parkade.http.max-body=2KB"})
@ExtendWith(OutputCaptureExtension.class)
class ProblemsTest {

  private static final String ID = "018f0000-0000-7000-8000-000000000001";

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();

  @LocalServerPort int port;

  @Test
  void takesWhatIsRight() throws Exception {
    var answer = post("/orders", order("{\"sku\":\"a\",\"quantity\":1}"));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"sku":"a","quantity":0}            | invalid-field  | /lines/0/quantity | greater than 0
          {"quantity":1}                      | invalid-field  | /lines/0/sku      | null
          {"sku":"a b","quantity":1}          | invalid-field  | /lines/0/sku      | not a SKU
          {"sku":7,"quantity":1}              | invalid-field  | /lines/0/sku      | a string
          {"sku":"a","quantity":"many"}       | invalid-field  | /lines/0/quantity | whole number
          {"sku":"a","quantity":"5"}          | invalid-field  | /lines/0/quantity | whole number
          {"sku":"a","quantity":1.5}          | invalid-field  | /lines/0/quantity | whole number
          {"sku":"a","quantity":99999999999}  | invalid-field  | /lines/0/quantity | whole number
          {"sku":"a","quantity":null}         | invalid-field  | /lines/0/quantity | whole number
          {"sku":"a","quantity":1,"qty":2}    | unknown-field  | /lines/0/qty      | unknown
          [1]                                 | invalid-field  | /lines/0          | an object
          """)
  void namesTheFieldThatIsWrong(String line, String code, String pointer, String reason)
      throws Exception {
    var problem = problem(post("/orders", order(line)), 400);

    assertThat(problem.path("code").asString()).isEqualTo(code);
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(problem.at("/errors/0/detail").asString()).contains(reason);
    assertThat(problem.toString()).doesNotContain("dev.parkade", "java.lang");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":             | malformed-body
          {"note":"a","note":"b"} | malformed-body
          {} {}              | malformed-body
          null               | malformed-body
          []                 | malformed-body
          "text"             | malformed-body
          """)
  void saysThatABodyIsNoOrder(String body, String code) throws Exception {
    var problem = problem(post("/orders", body), 400);

    assertThat(problem.path("code").asString()).isEqualTo(code);
    assertThat(problem.toString()).doesNotContain("dev.parkade", "java.lang");
  }

  @Test
  void saysWhyAValueInsideIsRefused() throws Exception {
    var body =
        """
        {"id":"%s","lines":[{"sku":"a","quantity":1}],"price":{"amount":-1,"currency":"EUR"}}
        """
            .formatted(ID);

    var problem = problem(post("/orders", body), 400);

    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/price");
    assertThat(problem.path("detail").asString()).contains("must not be negative: -1");
  }

  @Test
  void refusesLargeBodiesDeclaredOrChunked() throws Exception {
    byte[] large = order("{\"sku\":\"%s\",\"quantity\":1}".formatted("a".repeat(3000))).getBytes();
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

    var declared = problem(send("/orders", BodyPublishers.ofByteArray(large)), 413);
    var streamed = problem(send("/orders", chunked), 413);

    assertThat(declared.path("limitBytes").asLong()).isEqualTo(2048);
    assertThat(streamed.path("limitBytes").asLong()).isEqualTo(2048);
    assertThat(declared.path("code").asString()).isEqualTo("body-too-large");
    assertThat(streamed.path("code").asString()).isEqualTo("body-too-large");
  }

  @Test
  void saysWhatIsWrongWithThePathAndParameters() throws Exception {
    assertThat(problem(get("/orders/17"), 400).path("detail").asString())
        .isEqualTo("id is not an order id (a UUID): 17");
    assertThat(problem(get("/orders"), 400).path("code").asString()).isEqualTo("missing-parameter");
    assertThat(problem(get("/orders?limit=1"), 400).path("detail").asString())
        .isEqualTo("the header If-Match is missing");
    assertThat(problem(get("/orders?limit=x"), 400).path("code").asString())
        .isEqualTo("invalid-parameter");
    assertThat(problem(get("/nowhere"), 404).path("code").asString()).isEqualTo("not-found");
  }

  @Test
  void saysWhichMethodsAndMediaTypesAreSupported() throws Exception {
    var method = request("/orders").DELETE().build();
    var media =
        request("/orders")
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString("a;b"))
            .build();

    var notAllowed = http.send(method, BodyHandlers.ofString());

    assertThat(problem(notAllowed, 405).path("code").asString()).isEqualTo("method-not-allowed");
    assertThat(notAllowed.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
    assertThat(problem(http.send(media, BodyHandlers.ofString()), 415).path("code").asString())
        .isEqualTo("unsupported-media-type");
  }

  @Test
  void answersWithTheServicesOwnProblems() throws Exception {
    var answer = get("/failing/sold-out");

    var problem = problem(answer, 409);
    assertThat(problem.path("code").asString()).isEqualTo("sold-out");
    assertThat(problem.path("sku").asString()).isEqualTo("a");
    assertThat(answer.headers().firstValue("Retry-After")).contains("9");
  }

  @Test
  void tellsALostUpdateFromAnAbsentDatabase() throws Exception {
    var lost = get("/failing/lock");
    var away = get("/failing/database");

    assertThat(problem(lost, 409).path("code").asString()).isEqualTo("concurrent-change");
    assertThat(problem(away, 503).path("code").asString()).isEqualTo("temporarily-unavailable");
    assertThat(away.headers().firstValue("Retry-After")).contains("2");
    assertThat(away.body()).doesNotContain("secret-host");
  }

  @Test
  void keepsTheInsideOfABugInTheLogUnderTheSameTrace(CapturedOutput log) throws Exception {
    var trace = "0af7651916cd43dd8448eb211c80319c";
    var request =
        request("/failing/bug").header("traceparent", "00-" + trace + "-b7ad6b7169203331-01");

    var answer = http.send(request.build(), BodyHandlers.ofString());

    assertThat(problem(answer, 500).path("traceId").asString()).isEqualTo(trace);
    assertThat(answer.body()).doesNotContain("secret", "IllegalState");
    assertThat(log).contains(trace).contains("secret of the inside");
  }

  @Test
  void servesAPageForEveryType() throws Exception {
    var list = get("/problems").body();
    var text = get("/problems/sold-out");
    var html =
        http.send(
            request("/problems/sold-out").header("Accept", "text/html,*/*;q=0.8").build(),
            BodyHandlers.ofString());

    assertThat(list).contains("409  sold-out", "413  body-too-large");
    assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(text.body()).contains("Buy something else & come back.");
    assertThat(html.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(html.body()).contains("Sold &lt;out&gt;", "else &amp; come");
    problem(get("/problems/unheard-of"), 404);
  }

  @Test
  void helpsAtTheRoot() throws Exception {
    assertThat(get("/").body())
        .contains("order-desk", "Takes orders.", "POST /orders", "/problems", "/docs")
        .contains("curl http://127.0.0.1:" + port + "/orders/$id");
  }

  private JsonNode problem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = json.readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("type").asString())
        .isEqualTo("/problems/" + problem.path("code").asString());
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("instance").asString()).startsWith("/");
    assertThat(problem.path("traceId").asString()).hasSize(32);
    return problem;
  }

  private static String order(String line) {
    return "{\"id\":\"%s\",\"lines\":[%s]}".formatted(ID, line);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(path, BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(String path, BodyPublisher body)
      throws IOException, InterruptedException {
    return http.send(
        request(path).header("Content-Type", "application/json").POST(body).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }
}
