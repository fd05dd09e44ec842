package dev.parkade.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void takesTheNearestRank() {
    var hundred = IntStream.rangeClosed(1, 100).mapToObj(it -> (double) it).toList();

    var latencies = Latencies.of(hundred.reversed());

    assertThat(latencies).isEqualTo(new Latencies(100, 50, 99, 100));
  }

  @Test
  void knowsNothingOfNothing() {
    assertThat(Latencies.of(List.of()).p99()).isNaN();
  }

  @Test
  void reachesATargetFromTheRightSide() {
    assertThat(Figure.atMost("hop", 10, 10, "ms").reached()).isTrue();
    assertThat(Figure.atMost("hop", 10.1, 10, "ms").reached()).isFalse();
    assertThat(Figure.atLeast("rate", 9_999, 10_000, "messages/s").reached()).isFalse();
    assertThat(Figure.atLeast("rate", 12_345, 10_000, "messages/s").measured())
        .isEqualTo("12,345 messages/s");
  }

  @Test
  void missesATargetThatWasNotMeasured() {
    assertThat(Figure.atMost("wake", Double.NaN, 250, "ms").reached()).isFalse();
  }
}
