package dev.parkade.payment.parking;

import dev.parkade.payment.gateway.Providers;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Whether the gate is open, for readiness: written by the gate's thread, read by others.
final class GateStatus implements HealthIndicator {

  private final Providers providers;
  private final GateMetrics metrics;
  private volatile List<Integer> owned = List.of();
  private volatile List<Integer> running = List.of();
  private volatile @Nullable String topology;
  private volatile @Nullable String failure;

  GateStatus(Providers providers, GateMetrics metrics) {
    this.providers = providers;
    this.metrics = metrics;
  }

  void partitions(SortedSet<Integer> owned, SortedSet<Integer> running) {
    this.owned = List.copyOf(owned);
    this.running = List.copyOf(running);
  }

  /// The partition numbers that run here.
  List<Integer> running() {
    return running;
  }

  /// What is wrong with the topics; null if nothing is.
  void topology(@Nullable String problem) {
    topology = problem;
  }

  /// Why the gate cannot work at the moment; null if it can.
  void failure(@Nullable String reason) {
    failure = reason;
  }

  void bootstrapped(Duration time) {
    metrics.bootstrapped(time);
  }

  /// An instance without partitions is healthy: others own them.
  @Override
  public Health health() {
    String problem = problem();
    Health.Builder health = problem == null ? Health.up() : Health.down();
    if (problem != null) {
      health.withDetail("problem", problem);
    }
    return health
        .withDetail("owned", owned)
        .withDetail("running", running)
        .withDetail("circuit", providers.isAway() ? "open" : "closed")
        .build();
  }

  private @Nullable String problem() {
    if (topology != null) {
      return topology;
    }
    if (failure != null) {
      return failure;
    }
    if (providers.isAway()) {
      return "the payment provider is away: commands are not read until it is tried again";
    }
    return running.containsAll(owned) ? null : "partitions are being bootstrapped";
  }
}
