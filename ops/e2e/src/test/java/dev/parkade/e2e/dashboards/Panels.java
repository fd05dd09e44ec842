package dev.parkade.e2e.dashboards;

import static java.util.stream.Collectors.joining;

import dev.parkade.e2e.dashboards.PanelReading.Span;
import dev.parkade.e2e.prometheus.PrometheusApi;
import dev.parkade.e2e.prometheus.Series;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// All panels of all dashboards, read from a Prometheus that has watched a system for a while.
record Panels(List<PanelReading> readings) {
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration MARGIN = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(20);

  /// Reads them over all the time in which every service was up, from when each had its relay; it
  /// may be down by now.
  ///
  /// @throws IllegalStateException if there is no such time
  static Panels read(PrometheusApi prometheus, Instant now) throws IOException {
    Span span = everythingUp(prometheus, now);
    var variables =
        new Variables(Scraping.interval(), STEP, Duration.between(span.start(), span.end()));
    List<PanelReading> readings = new ArrayList<>();
    for (Dashboard dashboard : Dashboard.all()) {
      for (Dashboard.Panel panel : dashboard.panels()) {
        readings.add(PanelReading.of(dashboard, panel, prometheus, span, variables));
      }
    }
    return new Panels(List.copyOf(readings));
  }

  private static Span everythingUp(PrometheusApi prometheus, Instant now) {
    List<Series.Point> started =
        points(
            "(count(up{job=\"parkade\"} == 1) == count(up{job=\"parkade\"}))"
                + " and (sum(parkade_relay_leader) == count(up{job=\"parkade\"}))",
            prometheus,
            now);
    List<Series.Point> up =
        points("(count(up{job=\"parkade\"} == 1) == count(up{job=\"parkade\"}))", prometheus, now);
    if (started.isEmpty()) {
      throw new IllegalStateException("the services were never up together");
    }
    // a scrape that met a service when it went down is left out
    Instant end = up.getLast().time().minus(MARGIN);
    return new Span(started.getFirst().time(), end, STEP);
  }

  private static List<Series.Point> points(String query, PrometheusApi prometheus, Instant now) {
    List<Series> series =
        prometheus.queryRange(query, now.minus(LONGEST), now, Duration.ofSeconds(1)).series();
    return series.isEmpty() ? List.of() : series.getFirst().points();
  }

  /// What is wrong with them, whatever happened to the system.
  List<String> faults() {
    return readings.stream().flatMap(it -> it.faults().stream()).toList();
  }

  /// The names of those that show nothing but 0.
  Set<String> zeroes() {
    var zeroes = new TreeSet<String>();
    readings.stream().filter(PanelReading::isZero).map(PanelReading::name).forEach(zeroes::add);
    return zeroes;
  }

  /// The names of all of them.
  Set<String> names() {
    var names = new TreeSet<String>();
    readings.stream().map(PanelReading::name).forEach(names::add);
    return names;
  }

  /// A table with a line for each.
  String table() {
    return readings.stream().map(PanelReading::line).collect(joining("\n", "", "\n"));
  }
}
