package dev.parkade.e2e.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/// How Prometheus is set up: `ops/prometheus/prometheus.yml`.
final class Scraping {
  private static final Path FILE = Dashboard.REPOSITORY.resolve("ops/prometheus/prometheus.yml");

  private Scraping() {}

  /// How often services are scraped.
  static Duration interval() throws IOException {
    Map<String, Map<String, Object>> file = new Yaml().load(Files.readString(FILE));
    Map<String, Object> global = Objects.requireNonNull(file.get("global"), "global");
    String interval = Objects.toString(global.get("scrape_interval"));
    return Duration.parse("PT" + interval.toUpperCase(Locale.ROOT));
  }
}
