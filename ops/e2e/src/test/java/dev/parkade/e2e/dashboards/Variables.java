package dev.parkade.e2e.dashboards;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts values for variables into queries, as Grafana does before it asks Prometheus.
///
/// @param scrapeInterval what the data source is told about Prometheus
/// @param step between two points of the panel
/// @param range the time that is shown
record Variables(Duration scrapeInterval, Duration step, Duration range) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)(?::\\w+)?}|(\\w+))");

  /// The query that Prometheus gets; all services are chosen.
  ///
  /// @throws IllegalArgumentException for a variable that has no value
  String in(String query) {
    Map<String, String> values =
        Map.of(
            "__rate_interval", seconds(rateInterval()),
            "__range", seconds(range),
            "service", ".+");
    return VARIABLE
        .matcher(query)
        .replaceAll(
            it -> {
              String name = it.group(1) == null ? it.group(2) : it.group(1);
              String value = values.get(name);
              if (value == null) {
                throw new IllegalArgumentException(name + " has no value, in " + query);
              }
              return Matcher.quoteReplacement(value);
            });
  }

  // Grafana's rule: four scrapes at least, so that one that is missing leaves no gap
  private Duration rateInterval() {
    Duration shortest = scrapeInterval.multipliedBy(4);
    Duration wanted = step.plus(scrapeInterval);
    return wanted.compareTo(shortest) > 0 ? wanted : shortest;
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
