package dev.parkade.e2e.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.e2e.prometheus.PrometheusApi;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the dashboards must show of the story of the demo: every query of every panel is asked as
/// Grafana asks it, of a Prometheus that has watched.
public final class StoryPanels {

  /// What must be 0 in health, and be there as 0.
  private static final Set<String> ZERO_IN_HEALTH =
      Set.of(
          "parkade-dlq: Came back",
          "parkade-dlq: The services' own replays",
          "parkade-inventory: Products that do not add up",
          "parkade-inventory: Violations of the invariant",
          "parkade-inventory: Holds that expired",
          "parkade-kafka-outbox: Services without a relay",
          "parkade-kafka-outbox: Slots in danger",
          "parkade-kafka-outbox: Positions lost to another",
          "parkade-race: Overtaken",
          "parkade-race: What must not happen",
          "parkade-services: Failures",
          "parkade-services: Failures by service",
          "parkade-services: Errors in the log");

  /// What is 0 unless a scrape meets the moment in which it is not, or the machine is busy. The
  /// dead letter of the story is open for seconds, and open ones are counted every ten, like lag;
  /// that both rise and fall is proven by the alerts on them.
  private static final Set<String> ZERO_OR_NOT =
      Set.of(
          "parkade-dlq: Age of the oldest by topic",
          "parkade-dlq: Oldest",
          "parkade-dlq: Open by topic",
          "parkade-dlq: Open dead letters",
          "parkade-inventory: Lag of its consumer",
          "parkade-inventory: Conflicts",
          "parkade-inventory: Conflicts by strategy",
          "parkade-inventory: Waiting for a connection",
          "parkade-kafka-outbox: Lag in records",
          "parkade-kafka-outbox: Lag in seconds",
          "parkade-kafka-outbox: Lag of consumers",
          "parkade-kafka-outbox: Polls that failed",
          "parkade-kafka-outbox: Records behind",
          "parkade-kafka-outbox: Sent and not acknowledged",
          "parkade-kafka-outbox: Retrying now",
          "parkade-kafka-outbox: Started over, slots made anew",
          "parkade-orders: Waiting for a person",
          "parkade-race: Calls that failed",
          "parkade-race: Circuit of the payment provider",
          "parkade-race: Customers held back",
          "parkade-race: Customers held back by a dead letter",
          "parkade-race: Feed of customers",
          "parkade-services: Connections in use",
          "parkade-services: Instances away",
          "parkade-services: Open streams",
          "parkade-services: Requests refused",
          "parkade-services: Waiting for a connection");

  private StoryPanels() {}

  /// Fails unless every panel has data for each of its queries, without a warning, all of it
  /// numbers that can be true, 0 where health is 0, and something else where the story did
  /// something.
  ///
  /// Leaves a table of what there was, in `target/panels.txt` and on the console.
  public static void check(PrometheusApi prometheus, Clock clock) throws IOException {
    var read = new AtomicReference<@Nullable Panels>();
    try {
      // the last scrapes, and the rules that follow from them, may be still to come
      Eventually.within(
          Duration.ofMinutes(2),
          () -> {
            var panels = Panels.read(prometheus, clock.instant());
            read.set(panels);
            assertThat(panels.faults()).isEmpty();
            assertThat(panels.names()).containsAll(ZERO_IN_HEALTH).containsAll(ZERO_OR_NOT);
            assertThat(panels.zeroes()).containsAll(ZERO_IN_HEALTH);
            assertThat(panels.zeroes())
                .filteredOn(it -> !ZERO_IN_HEALTH.contains(it) && !ZERO_OR_NOT.contains(it))
                .isEmpty();
          });
    } finally {
      publish(read.get());
    }
  }

  private static void publish(@Nullable Panels panels) throws IOException {
    if (panels != null) {
      String table = panels.table();
      Files.writeString(Path.of("target", "panels.txt"), table);
      System.out.println("panel by panel, what Prometheus has of the story:\n" + table);
    }
  }
}
