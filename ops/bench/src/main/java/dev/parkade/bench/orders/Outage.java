package dev.parkade.bench.orders;

import dev.parkade.bench.Latency;
import dev.parkade.bench.orders.Client.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A participant that was killed while orders came in, and was started again.
///
/// @param killed the process; it was seen dead right after
/// @param absentSeconds from the kill to the start of its successor
/// @param downSeconds from the kill to the successor's readiness
/// @param orders submitted in this chapter
/// @param delayed of them, by more than a second
/// @param longestSeconds from the sending of an order to the commit that confirms it
/// @param unfinished orders that were not confirmed
record Outage(
    String participant,
    long killed,
    double absentSeconds,
    double downSeconds,
    int orders,
    int delayed,
    double longestSeconds,
    int unfinished) {
  /// How much longer than the down time an order may take.
  static final double GRACE_SECONDS = 5;

  static Outage of(
      String participant,
      long killed,
      double killedAt,
      double startedAt,
      double readyAt,
      List<Placed> orders,
      Map<String, Map<Leg, Stamp>> stamps) {
    List<Double> seconds = new ArrayList<>();
    for (var order : orders) {
      var end = stamps.getOrDefault(order.id(), Map.of()).get(Leg.CONFIRMED);
      if (end != null) {
        seconds.add((end.committed() - order.sentAt()) / 1e3);
      }
    }
    return new Outage(
        participant,
        killed,
        Latency.round((startedAt - killedAt) / 1e3),
        Latency.round((readyAt - killedAt) / 1e3),
        orders.size(),
        (int) seconds.stream().filter(it -> it > 1).count(),
        Latency.round(seconds.stream().mapToDouble(it -> it).max().orElse(0)),
        orders.size() - seconds.size());
  }

  /// Whether every order ended in time.
  boolean inTime() {
    return unfinished == 0 && longestSeconds <= downSeconds + GRACE_SECONDS;
  }

  /// For people.
  String line() {
    return ("%s (process %d) killed: started again after %.1f s, ready after %.1f s;"
            + " longest of %d orders %.1f s, %d took more than 1 s, %d unfinished")
        .formatted(
            participant,
            killed,
            absentSeconds,
            downSeconds,
            orders,
            longestSeconds,
            delayed,
            unfinished);
  }
}
