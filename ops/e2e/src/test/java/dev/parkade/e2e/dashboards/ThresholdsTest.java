package dev.parkade.e2e.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.e2e.dashboards.Dashboard.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/// A panel that turns red where no alert fires, or the other way round, is not believed.
class ThresholdsTest {
  private static final Path RULES = Dashboard.REPOSITORY.resolve("ops/prometheus/rules");

  @ParameterizedTest
  @CsvSource({
    "parkade-orders, Waiting for a person, 1, ParkadeSagaStuck, > 0",
    "parkade-orders, Burn rate of the error budget, 14.4, ParkadeOrdersBurnFast, > 0.144",
    "parkade-race, Feed of customers, 1, ParkadeFeedStalled, == 1",
    "parkade-race, Circuit of the payment provider, 1, ParkadeCircuitOpen, > 0.5",
    "parkade-race, Overtaken, 1, ParkadeInvariantViolated, > 0",
    "parkade-dlq, Oldest, 3600, ParkadeDeadLettersOld, > 3600",
    "parkade-dlq, Age of the oldest by topic, 3600, ParkadeDeadLettersOld, > 3600",
    "parkade-kafka-outbox, Lag in seconds, 5, ParkadeConsumerLagging, > 5",
    "parkade-kafka-outbox, Lag of consumers, 5, ParkadeConsumerLagging, > 5",
    "parkade-kafka-outbox, Retrying now, 1, ParkadeConsumerRetrying, == 1",
    "parkade-kafka-outbox, Lag by relay, 5, ParkadeRelayLagging, > 5",
    "parkade-kafka-outbox, Lag of relays, 5, ParkadeRelayLagging, > 5",
    "parkade-inventory, Violations of the invariant, 1, ParkadeInvariantViolated, > 0",
    "parkade-services, Instances away, 1, ParkadeTargetDown, == 0"
  })
  void aPanelTurnsRedWhereItsAlertFires(
      String dashboard, String title, double red, String alert, String condition) throws Exception {
    Panel panel = panel(dashboard, title);

    assertThat(panel.defaults().path("thresholds").path("steps").valueStream())
        .filteredOn(it -> it.path("color").asString("").equals("red"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("value").asDouble()).isEqualTo(red));
    assertThat(expression(alert)).contains(condition);
  }

  private static Panel panel(String dashboard, String title) throws IOException {
    return Dashboard.all().stream()
        .filter(it -> it.uid().equals(dashboard))
        .flatMap(it -> it.panels().stream())
        .filter(it -> it.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static String expression(String alert) throws IOException {
    try (Stream<Path> files = Files.list(RULES)) {
      return files
          .flatMap(it -> rules(it).stream())
          .filter(it -> alert.equals(it.get("alert")))
          .map(it -> Objects.toString(it.get("expr")))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Map<String, Object>> rules(Path file) {
    try {
      Map<String, List<Map<String, List<Map<String, Object>>>>> rules =
          new Yaml().load(Files.readString(file));
      return Objects.requireNonNull(rules.get("groups")).stream()
          .flatMap(it -> Objects.requireNonNull(it.get("rules")).stream())
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }
}
