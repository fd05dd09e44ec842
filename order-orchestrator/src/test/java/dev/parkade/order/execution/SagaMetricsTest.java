package dev.parkade.order.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.order.saga.OrderStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What Prometheus reads of it.
class SagaMetricsTest {

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SagaMetrics metrics = new SagaMetrics(meters);

  @Test
  void everyCounterIsThereBeforeAnythingHappens() {
    assertThat(lines("parkade_saga_"))
        .contains(
            "parkade_saga_started_total 0.0",
            "parkade_saga_completed_total{outcome=\"CONFIRMED\"} 0.0",
            "parkade_saga_completed_total{outcome=\"CANCELLED\"} 0.0",
            "parkade_saga_duration_seconds_bucket{outcome=\"CONFIRMED\",le=\"10.0\"} 0",
            "parkade_saga_ignored_total{reason=\"DUPLICATE\"} 0.0",
            "parkade_saga_refused_total{reason=\"PAID\"} 0.0",
            "parkade_saga_operator_actions_total{action=\"OperatorResolved\"} 0.0",
            "parkade_saga_late_success_total{message=\"parkade.payment.charged.v1\"} 0.0");
    assertThat(lines("parkade_saga_")).noneMatch(line -> line.contains("PENDING"));
  }

  @Test
  void theObjectiveIsAnExactBucket() {
    metrics.completed(OrderStatus.CONFIRMED, Duration.ofMillis(9_999));
    metrics.completed(OrderStatus.CONFIRMED, Duration.ofMillis(10_001));

    assertThat(lines("parkade_saga_duration_seconds_"))
        .contains(
            "parkade_saga_duration_seconds_bucket{outcome=\"CONFIRMED\",le=\"10.0\"} 1",
            "parkade_saga_duration_seconds_bucket{outcome=\"CONFIRMED\",le=\"+Inf\"} 2",
            "parkade_saga_duration_seconds_count{outcome=\"CONFIRMED\"} 2");
    assertThat(lines("parkade_saga_completed_total{outcome=\"CONFIRMED\"}"))
        .singleElement()
        .asString()
        .endsWith(" 2.0");
  }

  private List<String> lines(String start) {
    return meters.scrape().lines().filter(line -> line.startsWith(start)).toList();
  }
}
