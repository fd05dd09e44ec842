package dev.parkade.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  @Test
  void saysRateAndTimeLeft() {
    assertThat(ProgressBar.line("reading", 25_000, 100_000, Duration.ofSeconds(5)))
        .isEqualTo(
            "reading  [######..................]  25,000 of 100,000  25 %  5,000/s  15 s left");
    assertThat(ProgressBar.line("replaying", 10, 10_000, Duration.ofSeconds(1)))
        .endsWith("0 %  10/s  16 min 39 s left");
    assertThat(ProgressBar.line("importing", 700, 0, Duration.ofSeconds(7)))
        .isEqualTo("importing  700  100/s");
  }
}
