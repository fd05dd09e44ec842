package dev.parkade.e2e.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.e2e.dashboards.Dashboard.Panel;
import dev.parkade.e2e.prometheus.Docker;
import dev.parkade.e2e.prometheus.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

class DashboardsTest {

  static List<Dashboard> dashboards() throws Exception {
    return Dashboard.all();
  }

  @Test
  void thereAreSix() throws Exception {
    assertThat(dashboards())
        .extracting(Dashboard::uid)
        .containsExactly(
            "parkade-dlq",
            "parkade-inventory",
            "parkade-kafka-outbox",
            "parkade-orders",
            "parkade-race",
            "parkade-services");
    assertThat(dashboards()).extracting(Dashboard::title).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void isUnderstoodByWhoeverHasNeverSeenIt(Dashboard dashboard) {
    assertThat(DashboardLint.check(dashboard)).isEmpty();
  }

  @Test
  void everyQueryIsOneForPrometheus(@TempDir Path folder) throws Exception {
    Docker.required("the queries of the dashboards are not parsed");
    var variables =
        new Variables(Scraping.interval(), Duration.ofSeconds(15), Duration.ofMinutes(30));
    var rules = new StringBuilder("groups: [{name: panels, rules: [\n");
    for (Dashboard dashboard : dashboards()) {
      for (Panel panel : dashboard.panels()) {
        for (String query : panel.queries()) {
          // a string of JSON is one of YAML
          String quoted = JsonMapper.shared().writeValueAsString(variables.in(query));
          String record = dashboard.uid().replace('-', '_') + ":panel_" + panel.id();
          rules.append("{record: \"%s\", expr: %s},\n".formatted(record, quoted));
        }
      }
    }
    Files.writeString(folder.resolve("panels.yml"), rules.append("]}]"));

    var checked = Promtool.run(folder, List.of("check", "rules", "--lint=none", "panels.yml"));

    assertThat(checked.exitCode()).as(checked.output()).isZero();
    assertThat(checked.output()).containsPattern("SUCCESS: 1[0-9][0-9] rules found");
  }

  @Test
  void theDataSourceIsThePrometheusOfTheContainersAndKnowsHowOftenItScrapes() throws Exception {
    Map<?, ?> source = only(provisioned("datasources/prometheus.yml"), "datasources");

    assertThat(source.get("type")).isEqualTo("prometheus");
    assertThat(source.get("url")).isEqualTo("http://prometheus:9090");
    assertThat(source.get("isDefault")).isEqualTo(true);
    assertThat(source.get("uid")).isEqualTo("prometheus");
    // $__rate_interval follows from it
    assertThat(((Map<?, ?>) source.get("jsonData")).get("timeInterval"))
        .isEqualTo(Scraping.interval().toSeconds() + "s");
  }

  @Test
  void theDashboardsAreProvidedFromTheirFolder() throws Exception {
    Map<?, ?> provider = only(provisioned("dashboards/parkade.yml"), "providers");

    assertThat(provider.get("type")).isEqualTo("file");
    assertThat(((Map<?, ?>) provider.get("options")).get("path"))
        .isEqualTo("/var/lib/grafana/dashboards");
  }

  @Test
  void thereIsNothingElseThatGrafanaWouldRead() throws Exception {
    try (Stream<Path> files = Files.walk(Dashboard.GRAFANA)) {
      assertThat(files.filter(Files::isRegularFile))
          .extracting(it -> Dashboard.GRAFANA.relativize(it).toString())
          .hasSize(8)
          .allMatch(it -> it.matches("dashboards/[a-z-]+\\.json|provisioning/.*\\.yml"));
    }
  }

  private static Map<?, ?> provisioned(String file) throws Exception {
    return new Yaml()
        .load(Files.readString(Dashboard.GRAFANA.resolve("provisioning").resolve(file)));
  }

  private static Map<?, ?> only(Map<?, ?> file, String list) {
    List<?> entries = (List<?>) file.get(list);
    assertThat(entries).hasSize(1);
    return (Map<?, ?>) entries.getFirst();
  }
}
