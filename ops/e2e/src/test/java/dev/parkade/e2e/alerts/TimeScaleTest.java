package dev.parkade.e2e.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {
  private final TimeScale scale = new TimeScale(60, Duration.ofSeconds(4));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rate(x_total[1h])                     | rate(x_total[60000ms])
          rate(x_total[1h30m])                  | rate(x_total[90000ms])
          rate(x_total[3d])                     | rate(x_total[4320000ms])
          rate(x_total[1m])                     | rate(x_total[4000ms])
          sum(x offset 10m)                     | sum(x offset 10000ms)
          rate(x_total[5m] offset 10s) > 0.5    | rate(x_total[5000ms] offset 10s) > 0.5
          max by (a) (y_age_seconds) > 3600     | max by (a) (y_age_seconds) > 60
          min by (a) (y_read_age_seconds) > 60  | min by (a) (y_read_age_seconds) > 60
          x:ratio_rate1h > 0.144                | x:ratio_rate1h > 0.144
          x{le="10.0"} > 5                      | x{le="10.0"} > 5
          """)
  void dividesWindowsAndLeavesTheSystemAsItIs(String expr, String faster) {
    assertThat(scale.apply(expr)).isEqualTo(faster);
  }

  @Test
  void aRuleWaitsLessAndItsTextsStay() {
    String rule =
        """
        groups:
          - rules:
              - alert: Example
                expr: x > 5
                for: 5m
                annotations: {summary: 'for 5m'}
        """;

    String faster = scale.apply(rule);

    assertThat(faster).isEqualTo(rule.replace("for: 5m\n", "for: 5000ms\n"));
  }

  @Test
  void everyWindowOfOurRulesIsShorter() throws Exception {
    for (Path file : RuleFiles.ofThisCheckout().rules()) {
      String rules = Files.readString(file);

      String faster = new TimeScale(360, Duration.ofSeconds(4)).apply(rules);

      assertThat(faster)
          .doesNotContainPattern("\\[\\d+[mhd]]|offset \\d+[mhd]\\b|for: \\d+[mhd]\\b");
      assertThat(faster.lines().count()).isEqualTo(rules.lines().count());
    }
  }
}
