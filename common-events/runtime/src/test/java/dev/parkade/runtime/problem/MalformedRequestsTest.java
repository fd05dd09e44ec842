package dev.parkade.runtime.problem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests that no HTTP library sends, and that Tomcat answers before anybody else is asked.
@SpringBootTest(
    classes = ProblemTestApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.application.name=order-desk", "parkade.http.max-body=2KB"})
class MalformedRequestsTest {

  @LocalServerPort int port;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /orders/{id} HTTP/1.1;Host: x                     | 400 | malformed-request
          GET /orders/%zz HTTP/1.1;Host: x                      | 400 | malformed-request
          GET /orders/a%00b HTTP/1.1;Host: x                    | 400 | malformed-request
          GET /orders/a%2Fb HTTP/1.1;Host: x                    | 400 | malformed-request
          GET /orders/1 HTTP/1.1                                | 400 | malformed-request
          GET /orders/1 HTTP/1.1;Host: x;Host: y                | 400 | malformed-request
          G{}T /orders/1 HTTP/1.1;Host: x                       | 400 | malformed-request
          GET /orders/1 HTTP/7.3;Host: x                        | 505 | request-rejected
          TRACE /orders HTTP/1.1;Host: x                        | 405 | method-not-allowed
          BREW /orders HTTP/1.1;Host: x                         | 405 | method-not-allowed
          POST /orders HTTP/1.1;Host: x;Content-Length: many    | 400 | malformed-request
          POST /orders HTTP/1.1;Host: x;Transfer-Encoding: tea  | 501 | request-rejected
          """)
  void areAnsweredWithAProblem(String head, int status, String code) throws IOException {
    Answer answer = send(head.replace(";", "\r\n") + "\r\n\r\n");

    assertThat(answer.head()).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
    assertThat(answer.problem().path("code").asString()).isEqualTo(code);
    assertThat(answer.problem().path("status").asInt()).isEqualTo(status);
    assertThat(answer.problem().path("detail").asString()).isNotBlank();
    assertThat(answer.problem().path("traceId").asString()).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({"path", "header"})
  void thatAreTooLongAreAnsweredWithAProblem(String where) throws IOException {
    String filler = "x".repeat(20_000);
    String head =
        where.equals("path")
            ? "GET /orders/" + filler + " HTTP/1.1\r\nHost: x\r\n\r\n"
            : "GET /orders/1 HTTP/1.1\r\nHost: x\r\nX-Filler: " + filler + "\r\n\r\n";

    Answer answer = send(head);

    assertThat(answer.head()).startsWith("HTTP/1.1 400").contains("application/problem+json");
    assertThat(answer.problem().path("code").asString()).isEqualTo("malformed-request");
  }

  private record Answer(String head, JsonNode problem) {}

  private Answer send(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      // chunked or not: the document is what is between the braces
      int body = answer.indexOf('{');
      assertThat(body).as(answer).isPositive();
      String document = answer.substring(body, answer.lastIndexOf('}') + 1);
      return new Answer(answer.substring(0, body), JsonMapper.shared().readTree(document));
    }
  }
}
