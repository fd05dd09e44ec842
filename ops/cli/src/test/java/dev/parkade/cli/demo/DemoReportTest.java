package dev.parkade.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.demo.DemoReport.ChapterReport;
import dev.parkade.cli.invariants.Finding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DemoReportTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void hasTheFieldsThatToolsRelyOn() {
    var json = JSON.readTree(JSON.writeValueAsString(report(true)));

    assertThat(json.at("/startupSeconds").asDouble()).isEqualTo(12.5);
    assertThat(json.at("/orders/submitted").asInt()).isEqualTo(10);
    assertThat(json.at("/orders/confirmed").asInt()).isEqualTo(7);
    assertThat(json.at("/orders/cancelled").asInt()).isEqualTo(2);
    assertThat(json.at("/orders/open").asInt()).isEqualTo(1);
    assertThat(json.at("/race/parked").asInt()).isEqualTo(200);
    assertThat(json.at("/race/released").asInt()).isEqualTo(200);
    assertThat(json.at("/race/wakeMillis/p50").asDouble()).isEqualTo(20);
    assertThat(json.at("/race/wakeMillis/p99").asDouble()).isEqualTo(90);
    assertThat(json.at("/deadLetters").asInt()).isEqualTo(1);
    assertThat(json.at("/invariants/0/id").asString()).isEqualTo("I1");
    assertThat(json.at("/invariants/0/name").asString()).isEqualTo("stock");
    assertThat(json.at("/invariants/0/holds").asBoolean()).isTrue();
    assertThat(json.at("/invariants/0/detail").asString()).isEqualTo("3 products");
    assertThat(json.at("/figures/0/target").asDouble()).isEqualTo(30);
    assertThat(json.at("/machine/processors").asInt()).isEqualTo(2);
  }

  @Test
  void namesWhatFailed() {
    assertThat(report(true).failures()).isEmpty();
    assertThat(report(false).failures())
        .containsExactly("c. Declined: 4 cancelled", "I1 stock: 3 products");
  }

  private static DemoReport report(boolean good) {
    return new DemoReport(
        good,
        "abc",
        Instant.EPOCH,
        12.5,
        30.0,
        60,
        new DemoReport.Orders(10, 7, 2, 1),
        new RaceReport(200, 200, 200, 50, 50, new Latencies(200, 20, 90, 95)),
        1,
        List.of(new ChapterReport("c. Declined", "pays", "5 cancelled", "4 cancelled", good, 1)),
        List.of(new Finding("I1", "stock", "by counting", good, "3 products")),
        List.of(Figure.atMost("start", 12.5, 30, "s")),
        new DemoReport.Machine(2, 1.5));
  }
}
