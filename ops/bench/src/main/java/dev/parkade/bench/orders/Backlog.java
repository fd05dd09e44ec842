package dev.parkade.bench.orders;

import dev.parkade.bench.Latency;
import dev.parkade.bench.orders.Client.Placed;
import java.util.List;
import java.util.Map;

/// Many orders, submitted as fast as they are accepted while nothing leaves the orchestrator, and
/// then let go all at once.
///
/// @param acceptedPerSecond by the orchestrator, over REST
/// @param sagasPerSecond from the moment when they were let go to the last commit that confirms one
record Backlog(int orders, double acceptedPerSecond, double sagasPerSecond, Costs costs) {
  static Backlog of(
      List<Placed> orders, double releasedAt, Map<String, Map<Leg, Stamp>> stamps, Costs costs) {
    double first = orders.stream().mapToDouble(Placed::sentAt).min().orElse(0);
    double accepted = orders.stream().mapToDouble(Placed::answeredAt).max().orElse(0);
    double last =
        stamps.values().stream()
            .map(it -> it.get(Leg.CONFIRMED))
            .filter(it -> it != null)
            .mapToDouble(Stamp::committed)
            .max()
            .orElse(Double.POSITIVE_INFINITY);
    return new Backlog(
        orders.size(),
        perSecond(orders.size(), accepted - first),
        perSecond(orders.size(), last - releasedAt),
        costs);
  }

  private static double perSecond(int orders, double millis) {
    return Latency.round(orders * 1000 / millis);
  }

  /// For people.
  String line() {
    return "backlog of %d orders: accepted at %.0f/s, %.0f sagas/s"
        .formatted(orders, acceptedPerSecond, sagasPerSecond);
  }
}
