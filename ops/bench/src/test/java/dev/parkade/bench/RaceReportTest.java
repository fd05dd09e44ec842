package dev.parkade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.bench.Contender.SetAside;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RaceReportTest {
  private final ContenderResult ours = result("parkade", 2, 4);
  private final ContenderResult peer = result("requeue", 200, 400);

  @Test
  void takesPercentilesByTheNearestRank() {
    var latency = Latency.of(IntStream.rangeClosed(1, 200).mapToObj(Double::valueOf).toList());

    assertThat(latency).isEqualTo(new Latency(200, 100, 198, 200));
    assertThat(Latency.of(List.of())).isEqualTo(new Latency(0, 0, 0, 0));
    assertThat(Latency.of(List.of(7.0))).isEqualTo(new Latency(1, 7, 7, 7));
  }

  @Test
  void comparesEveryContenderWithParkade() {
    assertThat(RaceReport.ratios(List.of(ours, peer)))
        .isEqualTo(Map.of("parkade", 1.0, "requeue", 100.0));
    assertThat(RaceReport.ratios(List.of(peer))).isEmpty();
  }

  @Test
  void addsUpTheRepetitions() {
    var heats = List.of(heat(1, 3), heat(5, 7));

    var result = ContenderResult.of(new Requeue(), heats);

    assertThat(result.wake()).isEqualTo(new Latency(4, 3, 7, 7));
    assertThat(result.wakeP50ByRepetition()).containsExactly(1.0, 5.0);
    assertThat(result.writesPerWaiting()).isEqualTo(1.5);
    assertThat(result.outOfOrder()).isEqualTo(6);
  }

  @Test
  void isReadableForPeopleAndPrograms() {
    var plan = new RacePlan(Contenders.named(List.of("requeue")), 1, 0, 0, 10, 1, 0);
    var report = RaceReport.of(plan, List.of(ours, peer), List.of());

    var json = JsonMapper.shared().valueToTree(report);

    assertThat(report.lines()).anyMatch(it -> it.startsWith("requeue") && it.contains("100.0"));
    assertThat(json.at("/contenders/1/wake/p50").asDouble()).isEqualTo(200);
    assertThat(json.at("/contenders/1").has("wakes")).isFalse();
  }

  @Test
  void drawsEveryContender() {
    var svg = WakePlot.svg(List.of(ours, peer));

    assertThat(svg).startsWith("<svg").contains(">parkade<", ">requeue<").endsWith("</svg>\n");
    assertThat(svg.split("<polyline", -1)).hasSize(3);
  }

  private static ContenderResult result(String name, double... wakes) {
    var millis = java.util.Arrays.stream(wakes).boxed().toList();
    var latency = Latency.of(millis);
    return new ContenderResult(
        name, "", 1000, latency, Map.of(), List.of(), latency, 2, 2, "", 0, 0, 0, 0, 0, millis);
  }

  private static Heat heat(double... wakes) {
    var millis = java.util.Arrays.stream(wakes).boxed().toList();
    return new Heat(
        1000,
        millis,
        Map.of(5, millis),
        millis,
        new SetAside(2, 3, "records"),
        new Promises(1, 2, 3),
        0,
        0);
  }
}
