package dev.parkade.runtime.redrive;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whether a service replays its own dead letters when their cause is gone, and how.
///
/// @param enabled nothing happens by itself unless somebody wants it
/// @param interval how often it looks; longer after it has failed
/// @param rate records a second at most
/// @param maxReplays how often one may be replayed, by anybody: what comes back is left to people
/// @param maxPerRun how many are replayed at most before it looks again
/// @param minAge how long one has stood there at least
/// @param canaryTimeout how long the first one may take to its end before it stops
@ConfigurationProperties("parkade.dead-letters.auto-replay")
record RedriveSettings(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("30s") Duration interval,
    @DefaultValue("50") int rate,
    @DefaultValue("2") int maxReplays,
    @DefaultValue("1000") int maxPerRun,
    @DefaultValue("30s") Duration minAge,
    @DefaultValue("30s") Duration canaryTimeout) {

  private static final String PREFIX = "parkade.dead-letters.auto-replay.";

  private static final int MOST_PER_RUN = 10_000;

  RedriveSettings {
    atLeast("rate", rate, 1);
    atLeast("max-replays", maxReplays, 1);
    atLeast("max-per-run", maxPerRun, 1);
    if (maxPerRun > MOST_PER_RUN) {
      throw new IllegalArgumentException(
          PREFIX + "max-per-run must be at most " + MOST_PER_RUN + ", not " + maxPerRun);
    }
    if (interval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          PREFIX + "interval must be at least 100ms, not " + interval);
    }
    if (minAge.isNegative() || !canaryTimeout.isPositive()) {
      throw new IllegalArgumentException(
          PREFIX + "min-age must not be negative, and canary-timeout must be positive");
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          PREFIX + name + " must be at least " + least + ", not " + value);
    }
  }
}
