package dev.parkade.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The OpenAPI document of a running service beside the file that it serves.
public final class OpenApiContract {

  /// `-Dcontracts.write` writes the file instead of comparing it.
  private static final boolean WRITE = System.getProperty("contracts.write") != null;

  private static final Path FILE = Path.of("src/main/resources/openapi.yaml");
  private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/webjars/[^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  /// @param port of a service that was started with `springdoc.api-docs.enabled=true`
  public OpenApiContract(int port) {
    this.port = port;
  }

  /// The file of this module says what the code does.
  public void isCommitted() throws IOException, InterruptedException {
    String generated = get("/v3/api-docs.yaml").body();
    if (WRITE) {
      Files.writeString(FILE, generated);
    }
    assertThat(generated)
        .as("the code promises something else than %s; see ops/contracts/README.md", FILE)
        .isEqualTo(Files.readString(FILE));
  }

  /// The service serves that file, and a page for people with everything that page needs.
  public void isServed() throws IOException, InterruptedException {
    assumeFalse(WRITE, "the file has just been written, and is served after the next build");
    HttpResponse<String> document = get("/openapi.yaml");
    assertThat(document.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/yaml");
    assertThat(document.body()).isEqualTo(Files.readString(FILE));
    String page = get("/docs").body();
    assertThat(page).contains("/openapi.yaml");
    var assets = ASSET.matcher(page).results().map(asset -> asset.group(1)).toList();
    assertThat(assets).hasSize(2);
    for (String asset : assets) {
      assertThat(get(asset).body()).hasSizeGreaterThan(10_000);
    }
    assertThat(get("/asyncapi.yaml").body()).startsWith("asyncapi: ");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + "\n" + answer.body()).isEqualTo(200);
    return answer;
  }
}
