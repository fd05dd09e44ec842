package dev.parkade.e2e.dashboards;

import dev.parkade.e2e.dashboards.Dashboard.Panel;
import dev.parkade.e2e.prometheus.Answer;
import dev.parkade.e2e.prometheus.PrometheusApi;
import dev.parkade.e2e.prometheus.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// What a panel shows of a time: the answers to its queries.
record PanelReading(Dashboard dashboard, Panel panel, List<Answer> answers) {

  /// Asks Prometheus what Grafana would ask it for this panel.
  static PanelReading of(
      Dashboard dashboard, Panel panel, PrometheusApi prometheus, Span span, Variables variables) {
    List<Answer> answers = new ArrayList<>();
    for (String query : panel.queries()) {
      String sent = variables.in(query);
      answers.add(prometheus.queryRange(sent, span.start(), span.end(), span.step()));
    }
    return new PanelReading(dashboard, panel, List.copyOf(answers));
  }

  /// A time, and how far its points are apart.
  record Span(Instant start, Instant end, Duration step) {}

  /// How it is called in lists: the dashboard's uid and the panel's title.
  String name() {
    return dashboard.uid() + ": " + panel.title();
  }

  /// What is wrong with it, whatever the state of the system; nothing if all is well.
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      String query = panel.queries().get(i);
      if (answer.series().isEmpty()) {
        faults.add(name() + " is empty: " + query);
      }
      answer.warnings().forEach(it -> faults.add(name() + " warns: " + it + ": " + query));
      answer.infos().forEach(it -> faults.add(name() + " is suspicious: " + it + ": " + query));
      values(answer)
          .filter(it -> !isPlausible(it))
          .mapToObj(it -> name() + " shows " + it + " " + panel.unit() + ": " + query)
          .findFirst()
          .ifPresent(faults::add);
    }
    return faults;
  }

  /// Whether every point of it is 0.
  boolean isZero() {
    return answers.stream().flatMapToDouble(PanelReading::values).allMatch(it -> it == 0);
  }

  /// A line of a table: how many series, how many points, the greatest value and the last one.
  String line() {
    return String.format(
        Locale.ROOT,
        "%-20s %-42s %3d series %6d points  max %12s  last %12s %s",
        dashboard.uid().replaceFirst("^parkade-", ""),
        panel.title(),
        series().count(),
        series().mapToLong(it -> it.points().size()).sum(),
        number(answers.stream().flatMapToDouble(PanelReading::values).max().orElse(Double.NaN)),
        number(series().mapToDouble(Series::last).max().orElse(Double.NaN)),
        panel.unit());
  }

  private Stream<Series> series() {
    return answers.stream().flatMap(it -> it.series().stream());
  }

  private static DoubleStream values(Answer answer) {
    return answer.series().stream()
        .flatMap(it -> it.points().stream())
        .mapToDouble(Series.Point::value);
  }

  private boolean isPlausible(double value) {
    double lowest = panel.defaults().path("min").asDouble(-100);
    double highest = panel.defaults().path("max").asDouble(highest(panel.unit()));
    return Double.isFinite(value) && value >= lowest && value <= highest;
  }

  // of a system that runs on one machine and has just started
  private static double highest(String unit) {
    return switch (unit) {
      case "s" -> 100_000;
      case "bytes" -> 4e9;
      case "percent" -> 100;
      case "percentunit" -> 1;
      case "ops", "reqps" -> 10_000;
      case "opm" -> 100_000;
      case "none", "short" -> 100_000;
      default -> throw new IllegalArgumentException("unit " + unit);
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
