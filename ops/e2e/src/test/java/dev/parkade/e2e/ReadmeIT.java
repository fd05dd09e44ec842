package dev.parkade.e2e;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whoever follows the README must get where it says: its commands are run as they stand there,
/// only with other ports and another data folder.
class ReadmeIT {

  private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PORT = Pattern.compile("localhost:(\\d+)");
  private static final Pattern PARKADE =
      Pattern.compile("ops/parkade (up|status|down|projections \\w+)");
  private static final Pattern TREE_LINE =
      Pattern.compile("(?m)^([\\w.-]+(?:/[\\w.-]+)*/?) {2,}\\S");
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:IT|Test))`");
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final int offset = Launcher.freePortOffset();
  private String readme;
  private Launcher parkade;

  @Test
  void theTourWorksAsItStandsThere() throws Exception {
    readme = Files.readString(Launcher.REPOSITORY.resolve("README.md"));
    parkade = Launcher.inNewFolder("readme");
    List<String> tour = blocks().filter(it -> !it.startsWith("ops/parkade demo")).toList();
    assertThat(tour).hasSize(9).first().asString().contains("up");

    try {
      assertThat(run(tour.get(0))).contains("curl");
      assertThat(run(tour.get(1)))
          .contains("HTTP/1.1 201", "HTTP/1.1 202", "Location: /api/v1/orders/");
      awaitConfirmed("ada");
      assertThat(run(tour.get(2)))
          .contains("CONFIRMED", "payment.charged", "CHARGED", "event: status", "HTTP/1.1 304");
      assertThat(run(tour.get(3)))
          .contains("verified: 1 orders of 1 customers", "rebuilt:", "nothing, all was right");
      assertThat(run(tour.get(4))).contains("PENDING", "CUSTOMER_UNKNOWN");
      awaitConfirmed("grace");
      assertThat(run(tour.get(5))).contains("HTTP/1.1 202", "CUSTOMER_REQUEST", "VOIDED");
      assertThat(run(tour.get(6))).contains("\"owed\":[]", "HTTP/1.1 409", "saga-ended");
      assertThat(run(tour.get(7))).contains("\"code\":", "idempotency-key-required");
    } finally {
      run(tour.get(8));
    }
  }

  @Test
  void everyPathInTheTreeExists() throws Exception {
    readme = Files.readString(Launcher.REPOSITORY.resolve("README.md"));
    String tree = readme.substring(readme.indexOf("## Where things are"));

    List<String> paths = TREE_LINE.matcher(tree).results().map(it -> it.group(1)).toList();

    assertThat(paths)
        .hasSizeGreaterThan(8)
        .allSatisfy(it -> assertThat(Launcher.REPOSITORY.resolve(it)).exists());
  }

  @Test
  void everyTestThatItNamesExists() throws Exception {
    readme = Files.readString(Launcher.REPOSITORY.resolve("README.md"));
    Set<String> named = TEST_NAME.matcher(readme).results().map(it -> it.group(1)).collect(toSet());

    assertThat(named).hasSizeGreaterThan(10).isSubsetOf(tests());
  }

  private static Set<String> tests() throws IOException {
    Set<String> tests = new HashSet<>();
    for (String module : List.of("payment-service", "order-orchestrator", "ops/simulation")) {
      tests.addAll(testsOf(module));
    }
    return tests;
  }

  private static Set<String> testsOf(String module) throws IOException {
    try (var files = Files.walk(Launcher.REPOSITORY.resolve(module).resolve("src/test"))) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.endsWith(".java"))
          .map(it -> it.substring(0, it.length() - ".java".length()))
          .collect(toSet());
    }
  }

  private void awaitConfirmed(String customer) {
    Eventually.within(
        Duration.ofSeconds(20),
        () -> assertThat(get(8080, "/api/v1/orders?customerId=" + customer)).contains("CONFIRMED"));
  }

  private Stream<String> blocks() {
    return SHELL_BLOCK.matcher(readme).results().map(it -> it.group(1));
  }

  private String run(String block) throws IOException, InterruptedException {
    String shifted = PORT.matcher(block).replaceAll(it -> "localhost:" + shifted(it));
    String script =
        PARKADE.matcher(shifted).replaceAll(it -> "ops/parkade " + it.group(1) + options(it));
    var ended = parkade.shell(LIMIT, script);
    assertThat(ended.exitCode()).as(script + "\n" + ended.output()).isZero();
    return ended.output();
  }

  private int shifted(MatchResult port) {
    return Integer.parseInt(port.group(1)) + offset;
  }

  private String options(MatchResult command) {
    String shift = command.group(1).equals("up") ? " --port-offset " + offset : "";
    return " --data-dir '" + parkade.folder().resolve("data") + "'" + shift;
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (port + offset) + path));
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }
}
