package dev.parkade.e2e.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parkade.e2e.prometheus.PrometheusApi.Refused;
import dev.parkade.testkit.waiting.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusServerIT {
  private static final String CONFIGURATION =
      """
      global: {scrape_interval: 1s, evaluation_interval: 1s}
      rule_files: [rules.yml]
      scrape_configs:
        - job_name: nobody
          static_configs: [{targets: ['127.0.0.1:1']}]
      """;
  private static final String RULES =
      """
      groups:
        - name: tests
          rules:
            - {record: one, expr: vector(1)}
            - alert: TargetDown
              expr: up == 0
              labels: {severity: page}
              annotations: {summary: nobody listens}
      """;

  private static PrometheusServer prometheus;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Docker.required("the client of Prometheus' HTTP API is not tried with a server");
    Files.writeString(folder.resolve("prometheus.yml"), CONFIGURATION);
    Files.writeString(folder.resolve("rules.yml"), RULES);
    prometheus = PrometheusServer.start(folder);
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @Test
  void answersQueries() {
    Instant end = Instant.now();

    Answer now = prometheus.api().query("label_replace(vector(2), \"a\", \"b\", \"\", \"\")");
    Answer before =
        prometheus
            .api()
            .queryRange("vector(0) / 0", end.minusSeconds(10), end, Duration.ofSeconds(5));

    assertThat(now.warnings()).isEmpty();
    assertThat(now.series())
        .singleElement()
        .satisfies(it -> assertThat(it.label("a")).isEqualTo("b"))
        .satisfies(it -> assertThat(it.last()).isEqualTo(2));
    assertThat(before.series())
        .singleElement()
        .satisfies(it -> assertThat(it.points()).hasSize(3))
        .satisfies(it -> assertThat(it.last()).isNaN());
  }

  @Test
  void saysWhatIsWrongWithAQuery() {
    assertThatThrownBy(() -> prometheus.api().query("sum(rate(x)"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("parse error");
  }

  @Test
  void parsesAQuery() {
    assertThat(prometheus.api().parse("sum by (le) (rate(x_bucket[5m]))").path("op").asString())
        .isEqualTo("sum");
  }

  @Test
  void knowsTargetsRulesAndAlerts() {
    Eventually.within(
        Duration.ofSeconds(90),
        () -> {
          assertThat(prometheus.api().targets())
              .singleElement()
              .satisfies(it -> assertThat(it.isUp()).isFalse())
              .satisfies(it -> assertThat(it.lastError()).contains("connection refused"));
          assertThat(prometheus.api().rules())
              .extracting(Rule::name, Rule::health, Rule::state)
              .containsExactly(tuple("one", "ok", ""), tuple("TargetDown", "ok", "firing"));
          assertThat(prometheus.api().alerts())
              .singleElement()
              .satisfies(it -> assertThat(it.isFiring()).isTrue())
              .satisfies(it -> assertThat(it.labels()).containsEntry("severity", "page"));
        });
  }

  @Test
  void promtoolChecksFilesOfAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("good.yml"), RULES);
    Files.writeString(folder.resolve("bad.yml"), RULES.replace("up == 0", "up =="));

    var good = Promtool.run(folder, List.of("check", "rules", "good.yml"));
    var bad = Promtool.run(folder, List.of("check", "rules", "bad.yml"));

    assertThat(good.exitCode()).as(good.output()).isZero();
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.output()).contains("TargetDown");
  }
}
