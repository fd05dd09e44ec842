package dev.parkade.e2e.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private final Variables variables =
      new Variables(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(3));

  @Test
  void takesFourScrapesAtLeastForARate() {
    var coarse = new Variables(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofHours(6));

    assertThat(variables.in("rate(x_total[$__rate_interval])")).isEqualTo("rate(x_total[20s])");
    assertThat(coarse.in("rate(x_total[$__rate_interval])")).isEqualTo("rate(x_total[65s])");
  }

  @Test
  void choosesAllServicesAndTheTimeShown() {
    assertThat(variables.in("increase(x_total{a=~\"$service\"}[${__range}])"))
        .isEqualTo("increase(x_total{a=~\".+\"}[180s])");
  }

  @Test
  void refusesWhatHasNoValue() {
    assertThatThrownBy(() -> variables.in("x{job=\"$job\"}")).hasMessageContaining("job has no");
  }
}
