package dev.parkade.bench.orders;

import dev.parkade.bench.Latency;
import dev.parkade.bench.orders.Client.Placed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Orders at a fixed rate. In milliseconds, all from the moment when the request is sent.
///
/// @param toAnswer to the answer of the request, which waits for the end (`Prefer: wait`)
/// @param toCommit to the time stamp of the commit that confirms the order
/// @param toEvent to `OrderConfirmed`, readable on `order.events`
/// @param lateMillis by how much the load itself was late at worst
record Steady(int orders, Latency toAnswer, Latency toCommit, Latency toEvent, double lateMillis) {
  static Steady of(
      Collection<Placed> orders, Map<String, Map<Leg, Stamp>> stamps, double lateMillis) {
    List<Double> toAnswer = new ArrayList<>();
    List<Double> toCommit = new ArrayList<>();
    List<Double> toEvent = new ArrayList<>();
    for (var order : orders) {
      var end = stamps.getOrDefault(order.id(), Map.of()).get(Leg.CONFIRMED);
      if (order.status().equals("CONFIRMED")) {
        toAnswer.add(order.answeredAt() - order.sentAt());
      }
      if (end != null) {
        toCommit.add(end.committed() - order.sentAt());
        toEvent.add(end.readable() - order.sentAt());
      }
    }
    return new Steady(
        orders.size(),
        Latency.of(toAnswer),
        Latency.of(toCommit),
        Latency.of(toEvent),
        Latency.round(lateMillis));
  }

  /// For people.
  String line() {
    return ("submit to CONFIRMED, p50 / p99 / max ms: answer %s, commit %s, event %s"
            + " (%d of %d orders; the load was %.1f ms late at worst)")
        .formatted(
            triple(toAnswer),
            triple(toCommit),
            triple(toEvent),
            toAnswer.count(),
            orders,
            lateMillis);
  }

  private static String triple(Latency it) {
    return "%s / %.1f".formatted(it.pair(), it.max());
  }
}
