package dev.parkade.e2e.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class DashboardLintTest {
  private static final String GOOD =
      """
      {
        "uid": "parkade-good", "title": "Good", "description": "Is it?", "id": null,
        "schemaVersion": 42, "tags": ["parkade"],
        "annotations": {"list": [{"datasource": DS, "target": {"expr": "ALERTS{x='y'}"}}]},
        "templating": {"list": [
          {"name": "datasource", "type": "datasource", "query": "prometheus"},
          {"name": "service", "type": "query"},
          {"name": "runbooks", "type": "textbox"}
        ]},
        "panels": [
          {"id": 1, "type": "stat", "title": "Lag", "gridPos": {"x": 0, "y": 0, "w": 4, "h": 4},
            "description": "How far the relay is behind. **Normal:** below 1 s.",
            "datasource": DS, "links": [LINK],
            "targets": [{"refId": "A", "legendFormat": "lag", "datasource": DS,
              "expr": "max(parkade_lag_seconds{application=~'$service'})"}],
            "fieldConfig": {"defaults": {"unit": "s", "links": [LINK],
              "thresholds": {"steps": [{"value": null}, {"value": 1}, {"value": 2}]}}}},
          {"id": 2, "type": "timeseries", "title": "Done",
            "gridPos": {"x": 4, "y": 4, "w": 20, "h": 4},
            "description": "What is done, all together. **Normal:** 1 to 10.",
            "datasource": DS, "links": [LINK],
            "targets": [{"refId": "A", "legendFormat": "done", "datasource": DS,
              "expr": "sum(rate(parkade_done_total{a='b'}[$__rate_interval]))"}],
            "fieldConfig": {"defaults": {"unit": "ops", "links": [LINK],
              "thresholds": {"steps": [{"value": null}]}}}}
        ]
      }
      """
          .replace(
              "LINK",
              """
              {"title": "Runbook: ops/runbooks/relay.md", "url": "${runbooks:raw}/relay.md"}\
              """)
          .replace(
              "DS",
              """
              {"type": "prometheus", "uid": "${datasource}"}\
              """);

  @Test
  void findsNothingWhereNothingIsWrong() {
    assertThat(findings("good.json", GOOD)).isEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments("\"parkade-good\"", "\"bad\"", "uid must be"),
        arguments("\"schemaVersion\": 42", "\"schemaVersion\": 39", "schemaVersion must be 42"),
        arguments("\"id\": null", "\"id\": 7", "id must be null"),
        arguments("\"tags\": [\"parkade\"]", "\"tags\": []", "tag parkade is missing"),
        arguments("Is it?", "See /home/ada/x.", "somebody's machine"),
        arguments("ALERTS{x", "other{x", "not shown as annotations"),
        arguments("'$service'", "'$job'", "job is used and not defined"),
        arguments("=~'$service'", "=~'x'", "service is defined and not used"),
        arguments("\"query\": \"prometheus\"", "\"query\": \"loki\"", "of type prometheus"),
        arguments("\"id\": 2", "\"id\": 1", "id twice: 1"),
        arguments("\"title\": \"Done\"", "\"title\": \"Lag\"", "title twice: Lag"),
        arguments("\"title\": \"Done\"", "\"title\": \"\"", "has no title"),
        arguments("\"w\": 20", "\"w\": 21", "not on the grid"),
        arguments("\"x\": 4, \"y\": 4", "\"x\": 3, \"y\": 3", "lies over"),
        arguments("\"y\": 4", "\"y\": 0", "first row must be figures"),
        arguments("**Normal:** below 1 s.", "", "must describe"),
        arguments("**Normal:** 1 to 10.", "**Normal:**", "must describe"),
        arguments("\"unit\": \"s\"", "\"unit\": \"\"", "unknown unit"),
        arguments("\"legendFormat\": \"done\"", "\"legendFormat\": \"\"", "without a legend"),
        arguments("sum(rate(parkade_done_total{a='b'}[$__rate_interval]))", "", "empty target"),
        arguments("$__rate_interval", "5m", "$__rate_interval or $__range, not 5m"),
        arguments("rate(parkade_done_total", "rate(parkade_done", "of what is no counter"),
        arguments("max(parkade_lag_seconds", "max(parkade_lag_total", "without a rate"),
        arguments("rate(parkade_done_total{a='b'}[", "rate(max(x_total)[", "a rate of something"),
        arguments("sum(rate", "(rate", "replicas one by one"),
        arguments("{\"value\": 2}", "{\"value\": 0.5}", "do not rise"),
        arguments("[{\"value\": null}]", "[]", "do not begin with null"),
        arguments("${runbooks:raw}/relay.md", "${runbooks:raw}/none.md", "does not exist"),
        arguments("${runbooks:raw}/relay.md", "https://x/relay.md", "no runbook"),
        arguments("Runbook: ops/runbooks/relay.md", "Runbook", "not the path of its page"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void findsEachFault(String right, String wrong, String finding) {
    assertThat(GOOD).contains(right);

    List<String> findings = findings("good.json", GOOD.replace(right, wrong));

    assertThat(findings).anySatisfy(it -> assertThat(it).contains(finding));
  }

  @Test
  void followsAnchorsToTheirHeading() {
    assertThat(Runbooks.exists("dead-letters.md#the-budget-is-spent")).isTrue();
    assertThat(Runbooks.exists("replaying-dead-letters.md#1-see")).isTrue();
    assertThat(Runbooks.exists("dead-letters.md#nowhere")).isFalse();
    assertThat(Runbooks.exists("../adr")).isFalse();
  }

  private static List<String> findings(String file, String json) {
    return DashboardLint.check(new Dashboard(file, JsonMapper.shared().readTree(json)));
  }
}
