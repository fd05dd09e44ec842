package dev.parkade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoIT {
  private static final Duration LIMIT = Duration.ofMinutes(12);

  @Test
  void tellsTheWholeStoryAndProvesIt() throws Exception {
    var parkade = Launcher.inNewFolder("demo");
    var report = parkade.folder().resolve("report.json");

    var ended =
        parkade.run(
            LIMIT,
            "demo",
            "--data-dir",
            parkade.folder().resolve("data").toString(),
            "--port-offset",
            Integer.toString(Launcher.freePortOffset()),
            "--report",
            report.toString());

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertReport(JsonMapper.shared().readTree(Files.readAllBytes(report)));
  }

  private static void assertReport(JsonNode report) {
    assertThat(report.at("/passed").asBoolean()).isTrue();
    assertThat(report.at("/startupSeconds").asDouble()).isPositive();
    assertThat(report.at("/orders/submitted").asInt())
        .isEqualTo(
            report.at("/orders/confirmed").asInt()
                + report.at("/orders/cancelled").asInt()
                + report.at("/orders/open").asInt());
    // the customer who never arrives in time, and whose dead letter is replayed in the end
    assertThat(report.at("/orders/open").asInt()).isZero();
    assertThat(report.at("/deadLetters").asInt()).isEqualTo(1);
    assertThat(report.at("/race/parked").asInt()).isEqualTo(200);
    assertThat(report.at("/race/released").asInt()).isEqualTo(200);
    assertThat(report.at("/race/wakeMillis/p50").asDouble()).isPositive();
    assertThat(report.at("/race/wakeMillis/p99").asDouble())
        .isGreaterThanOrEqualTo(report.at("/race/wakeMillis/p50").asDouble());
    assertThat(report.at("/invariants"))
        .hasSize(12)
        .allSatisfy(it -> assertThat(it.at("/holds").asBoolean()).as(it.toString()).isTrue());
    assertThat(report.at("/chapters"))
        .extracting(it -> it.at("/title").asString())
        .contains("e. A customer that never arrives", "j. The dead letter is replayed");
    assertThat(report.at("/figures")).hasSize(5);
  }
}
