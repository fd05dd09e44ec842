package dev.parkade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.e2e.tracing.OrderTraces;
import dev.parkade.e2e.tracing.Recorded;
import dev.parkade.e2e.tracing.SpanCollector;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoIT {
  private static final Duration LIMIT = Duration.ofMinutes(12);

  @Test
  void tellsTheWholeStoryAndProvesIt() throws Exception {
    try (var collector = new SpanCollector()) {
      tellsAndProves(
          Launcher.inNewFolder("demo")
              // the race parks hundreds of payments; the one that must expire waits since the
              // beginning, and long enough before anybody looks for it
              .with("PARKADE_PARKING_MAX_AGE", "60s")
              .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()));
      assertTraces(new OrderTraces(collector.spans()));
    }
  }

  private static void tellsAndProves(Launcher parkade) throws Exception {
    var report = parkade.folder().resolve("report.json");

    var ended =
        parkade.run(
            LIMIT,
            "demo",
            "--data-dir",
            parkade.folder().resolve("data").toString(),
            "--port-offset",
            Integer.toString(PortOffsets.pick()),
            "--report",
            report.toString());

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertReport(JsonMapper.shared().readTree(Files.readAllBytes(report)));
  }

  /// Every order is one trace, of all services, in which nothing is missing.
  private static void assertTraces(OrderTraces traces) {
    assertThat(traces.orphans()).isEmpty();
    assertThat(traces.following(OrderTraces.CONFIRMED)).isGreaterThan(10);
    assertThat(traces.following(OrderTraces.PARKED)).isGreaterThanOrEqualTo(200);
    // what was released is linked to the event that released it, another trace of another service
    assertThat(traces.spans())
        .filteredOn(it -> it.name().equals("process payment.parked"))
        .flatExtracting(traces::linked)
        .hasSizeGreaterThanOrEqualTo(200)
        .extracting(Recorded::name)
        .containsOnly("process customer.events");
    // and the dead letter that was replayed went on in the trace of its order
    assertThat(traces.spans())
        .anyMatch(it -> it.attributes().getOrDefault("parkade.replay.of", "").contains(".dlq-"));
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
