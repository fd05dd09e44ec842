package dev.parkade.e2e.dashboards;

import dev.parkade.e2e.dashboards.Dashboard.Panel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What a dashboard must be, so that somebody who has never seen it understands it at night.
final class DashboardLint {
  private static final int SCHEMA_VERSION = 42;
  private static final Set<String> UNITS =
      Set.of("bytes", "none", "ops", "opm", "percent", "percentunit", "reqps", "s", "short");
  private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__range");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
  private static final Pattern NORMAL = Pattern.compile("\\S.{15,}\\*\\*Normal:\\*\\* \\S.*\\.");
  private static final Pattern FOREIGN_PATH =
      Pattern.compile("/(?:home|tmp|root|work|Users)/|[A-Z]:\\\\");
  private static final Pattern RATE =
      Pattern.compile("\\b(i?rate|increase)\\(([^\\[\\]()]*)\\[([^\\]]*)\\]\\)");
  private static final Pattern RATE_CALL = Pattern.compile("\\b(?:i?rate|i?delta|increase)\\(");
  private static final Pattern RANGE = Pattern.compile("\\[([^\\]]*)\\]");
  private static final Pattern COUNTER =
      Pattern.compile("\\b[a-z][a-z0-9_]*_(?:total|bucket|count|sum)\\b(?!\\s*\\()");
  private static final Pattern AGGREGATE = Pattern.compile("\\b(?:sum|max|min|count|topk)\\b");

  private final Dashboard dashboard;
  private final List<String> findings = new ArrayList<>();

  private DashboardLint(Dashboard dashboard) {
    this.dashboard = dashboard;
  }

  /// What is wrong with a dashboard; nothing if it is as it must be.
  static List<String> check(Dashboard dashboard) {
    var lint = new DashboardLint(dashboard);
    lint.checkItself();
    lint.checkVariables();
    lint.checkAnnotations();
    lint.checkLayout();
    dashboard.panels().forEach(lint::checkPanel);
    return List.copyOf(lint.findings);
  }

  private void checkItself() {
    JsonNode json = dashboard.json();
    require(
        dashboard.file().equals(dashboard.uid().replaceFirst("^parkade-", "") + ".json"),
        "uid must be parkade- and the name of the file, not " + dashboard.uid());
    require(dashboard.uid().length() <= 40, "uid is longer than the 40 characters of Grafana");
    require(json.path("schemaVersion").asInt(0) == SCHEMA_VERSION, "schemaVersion must be 42");
    require(json.path("id").isNull(), "id must be null: it is the database's");
    require(!dashboard.title().isBlank(), "there is no title");
    require(!json.path("description").asString("").isBlank(), "there is no description");
    require(texts(json.path("tags")).contains("parkade"), "tag parkade is missing");
    require(
        !FOREIGN_PATH.matcher(json.toString()).find(),
        "there is a path of somebody's machine in it");
  }

  private void checkVariables() {
    List<String> defined = dashboard.variables().stream().map(it -> text(it, "name")).toList();
    Set<String> used = new HashSet<>(BUILT_IN);
    used.addAll(matches(VARIABLE, dashboard.json().toString()));
    require(defined.size() == new HashSet<>(defined).size(), "a variable is defined twice");
    for (String name : used) {
      require(
          BUILT_IN.contains(name) || name.equals("__all") || defined.contains(name),
          "variable " + name + " is used and not defined");
    }
    for (String name : defined) {
      require(used.contains(name), "variable " + name + " is defined and not used");
    }
    for (JsonNode variable : dashboard.variables()) {
      require(
          !text(variable, "name").equals("datasource")
              || (text(variable, "type").equals("datasource")
                  && text(variable, "query").equals("prometheus")),
          "variable datasource must offer data sources of type prometheus");
    }
    require(defined.contains("datasource"), "variable datasource is missing");
    require(defined.contains("runbooks"), "variable runbooks is missing");
  }

  private void checkAnnotations() {
    require(
        dashboard
            .json()
            .path("annotations")
            .path("list")
            .valueStream()
            .anyMatch(it -> text(it.path("target"), "expr").startsWith("ALERTS{") && isOurs(it)),
        "alerts are not shown as annotations");
  }

  private void checkLayout() {
    List<Panel> boxes = dashboard.boxes();
    unique("id", boxes, Panel::id);
    unique("title", dashboard.panels(), Panel::title);
    for (int i = 0; i < boxes.size(); i++) {
      Panel panel = boxes.get(i);
      require(panel.id() > 0, panel + " has no id");
      require(panel.box().isOnGrid(), panel + " is not on the grid");
      for (Panel other : boxes.subList(i + 1, boxes.size())) {
        require(!panel.box().overlaps(other.box()), panel + " lies over " + other);
      }
    }
    require(
        dashboard.panels().stream()
            .filter(it -> it.box().y() == 0)
            .allMatch(it -> it.type().equals("stat")),
        "the first row must be figures");
  }

  private void checkPanel(Panel panel) {
    require(!panel.title().isBlank(), panel + " has no title");
    require(
        NORMAL.matcher(panel.description()).find(),
        panel + " must describe what it shows, and say **Normal:** and what is");
    require(UNITS.contains(panel.unit()), panel + " has an unknown unit: " + panel.unit());
    require(isOurs(panel.json()), panel + " must use ${datasource}");
    checkThresholds(panel);
    checkLinks(panel, panel.json().path("links"));
    checkLinks(panel, panel.defaults().path("links"));
    require(!panel.targets().isEmpty(), panel + " has no target");
    unique("refId of " + panel, panel.targets(), it -> text(it, "refId"));
    unique("legend of " + panel, panel.targets(), it -> text(it, "legendFormat"));
    panel.targets().forEach(it -> checkTarget(panel, it));
  }

  private void checkTarget(Panel panel, JsonNode target) {
    require(isOurs(target), panel + " has a target that does not use ${datasource}");
    require(
        !text(target, "legendFormat").isBlank() && !text(target, "legendFormat").startsWith("__"),
        panel + " has a target without a legend");
    String query = text(target, "expr");
    require(!query.isBlank(), panel + " has an empty target");
    require(AGGREGATE.matcher(query).find(), panel + " shows replicas one by one: " + query);
    List<MatchResult> rates = RATE.matcher(query).results().toList();
    require(
        rates.size() == RATE_CALL.matcher(query).results().count(),
        panel + " has a rate of something else than a counter over a range: " + query);
    for (MatchResult rate : rates) {
      require(
          COUNTER.matcher(rate.group(2)).lookingAt(),
          panel + " has a rate of what is no counter: " + rate.group());
    }
    for (String range : matches(RANGE, query)) {
      require(
          range.equals("$__rate_interval") || range.equals("$__range"),
          panel + " must use $__rate_interval or $__range, not " + range);
    }
    String rest = RATE.matcher(query).replaceAll("");
    List<String> bare = COUNTER.matcher(rest).results().map(MatchResult::group).toList();
    require(bare.isEmpty(), panel + " shows counters without a rate: " + bare);
  }

  private void checkThresholds(Panel panel) {
    List<JsonNode> steps = panel.defaults().path("thresholds").path("steps").valueStream().toList();
    require(
        !steps.isEmpty() && steps.getFirst().path("value").isNull(),
        panel + " has thresholds that do not begin with null");
    double before = Double.NEGATIVE_INFINITY;
    for (JsonNode step : steps.stream().skip(1).toList()) {
      double value = step.path("value").asDouble(Double.NaN);
      require(value > before, panel + " has thresholds that do not rise");
      before = value;
    }
  }

  private void checkLinks(Panel panel, JsonNode links) {
    List<JsonNode> runbooks = links.valueStream().toList();
    require(runbooks.size() == 1, panel + " must link to one runbook, as panel and as data");
    for (JsonNode link : runbooks) {
      String url = text(link, "url");
      String target = url.replaceFirst("^\\$\\{runbooks:raw}/", "");
      require(!target.equals(url), panel + " has a link that is no runbook: " + url);
      require(
          text(link, "title").equals("Runbook: ops/runbooks/" + target),
          panel + " has a link whose title is not the path of its page: " + text(link, "title"));
      require(Runbooks.exists(target), panel + " links to a page that does not exist: " + target);
    }
  }

  private <T, K> void unique(String what, List<T> all, Function<T, K> key) {
    Set<K> seen = new HashSet<>();
    for (T each : all) {
      require(seen.add(key.apply(each)), what + " twice: " + key.apply(each));
    }
  }

  private static boolean isOurs(JsonNode json) {
    JsonNode source = json.path("datasource");
    return text(source, "type").equals("prometheus") && text(source, "uid").equals("${datasource}");
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(it -> Objects.toString(it.group(1), "")).toList();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(it -> it.asString("")).toList();
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private void require(boolean isRight, String finding) {
    if (!isRight) {
      findings.add(dashboard.file() + ": " + finding);
    }
  }
}
