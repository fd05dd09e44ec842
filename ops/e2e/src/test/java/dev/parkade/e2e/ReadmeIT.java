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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whoever follows the README must get where it says: its commands are run as they stand there,
/// only with other ports and another data folder.
class ReadmeIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final List<String> MODULES =
      List.of(
          "common-events/deadletters",
          "common-events/runtime",
          "payment-service",
          "order-orchestrator",
          "ops/cli",
          "ops/e2e",
          "ops/simulation");
  private static final Pattern TREE_LINE =
      Pattern.compile("(?m)^([\\w.-]+(?:/[\\w.-]+)*/?) {2,}\\S");
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:IT|Test))`");

  private final int offset = PortOffsets.pick();
  private String readme;
  private Page page;

  @Test
  void theTourWorksAsItStandsThere() throws Exception {
    page = new Page(Launcher.inNewFolder("readme"), offset);
    List<String> tour =
        Page.blocks("README.md").stream()
            // these have tests of their own: DemoIT, and ComposeStoryIT where there is Docker
            .filter(it -> !it.startsWith("ops/parkade demo") && !it.startsWith("docker "))
            .toList();
    assertThat(tour).hasSize(10).first().asString().contains("up");

    try {
      assertThat(page.run(tour.get(0))).contains("curl");
      assertThat(page.run(tour.get(1)))
          .contains("HTTP/1.1 201", "HTTP/1.1 202", "Location: /api/v1/orders/");
      awaitConfirmed("ada");
      assertThat(page.run(tour.get(2)))
          .contains("CONFIRMED", "payment.charged", "CHARGED", "event: status", "HTTP/1.1 304");
      assertThat(page.run(tour.get(3)))
          .contains("verified: 1 orders of 1 customers", "rebuilt:", "nothing, all was right");
      // a person's three seconds are enough unless the machine is busy with something else
      assertThat(page.run(tour.get(4).replace("wait=3", "wait=8")))
          .contains("PENDING", "CUSTOMER_UNKNOWN");
      awaitConfirmed("grace");
      assertThat(page.run(tour.get(5))).contains("HTTP/1.1 202", "CUSTOMER_REQUEST");
      awaitCancelledWithoutACharge("edsger");
      assertThat(page.run(tour.get(6))).contains("\"owed\":[]", "HTTP/1.1 409", "saga-ended");
      assertThat(page.run(tour.get(7))).contains("CUSTOMER_NEVER_ARRIVED", "sent 1: handled 1,");
      awaitConfirmed("alan");
      assertThat(page.run(tour.get(8))).contains("\"code\":", "idempotency-key-required");
      followTheRunbook();
    } finally {
      page.run(tour.get(9));
    }
  }

  private void followTheRunbook() throws IOException, InterruptedException {
    List<String> steps = Page.blocks("ops/runbooks/replaying-dead-letters.md");
    assertThat(steps).hasSize(8);

    assertThat(page.run(steps.get(0))).contains("CUSTOMER_NEVER_ARRIVED");
    assertThat(page.run(steps.get(1))).contains("CUSTOMER_NEVER_ARRIVED", "payment.dlq-", "mary");
    assertThat(page.run(steps.get(2))).contains("discarded 1", "restored 1");
    assertThat(page.run(steps.get(3))).contains("CUSTOMER_NEVER_ARRIVED");
    assertThat(page.run(steps.get(4))).contains("1 to be replayed", "sent 1: handled 1,");
    assertThat(page.run(steps.get(5))).contains("mary has registered");
    awaitConfirmed("mary");
    assertThat(page.run(steps.get(6))).contains("sent 1: handled 0, duplicate 1,");
    page.run(steps.get(7));
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
    for (String module : MODULES) {
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
    Eventually.within(SOON, () -> assertThat(orders(customer)).contains("CONFIRMED"));
  }

  private void awaitCancelledWithoutACharge(String customer) {
    Eventually.within(
        SOON,
        () -> {
          assertThat(orders(customer)).contains("CANCELLED");
          String order = orders(customer).replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1");
          assertThat(get(8082, "/api/v1/payments?orderId=" + order)).contains("VOIDED");
        });
  }

  private String orders(String customer) throws IOException, InterruptedException {
    return get(8080, "/api/v1/orders?customerId=" + customer);
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (port + offset) + path));
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }
}
