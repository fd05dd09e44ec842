package dev.parkade.bench.orders;

import dev.parkade.bench.Latency;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What an order costs the database server, on average.
///
/// @param commits transactions that changed something, over all databases and for whatever reason
/// @param commitsOfSagas those of them that moved an order on
/// @param statements by database, and over all databases
/// @param walBytes of write-ahead log
/// @param flushMillis one flush of the log to the disk
record Costs(
    int orders,
    double commits,
    double commitsOfSagas,
    Map<String, Double> statements,
    double walBytes,
    double flushMillis) {
  static Costs of(Counters before, Counters after, int orders, Collection<Map<Leg, Stamp>> stamps) {
    long sagaCommits =
        stamps.stream()
            .flatMap(it -> it.values().stream())
            .map(Stamp::transaction)
            .collect(Collectors.toSet())
            .size();
    Map<String, Double> statements = new TreeMap<>();
    long all = 0;
    for (var database : after.statements().entrySet()) {
      long more = database.getValue() - before.statements().getOrDefault(database.getKey(), 0L);
      statements.put(database.getKey(), per(more, orders));
      all += more;
    }
    statements.put("all", per(all, orders));
    long flushes = after.flushes() - before.flushes();
    return new Costs(
        orders,
        per(after.writes() - before.writes(), orders),
        per(sagaCommits, orders),
        statements,
        per(after.walBytes() - before.walBytes(), orders),
        Latency.round((after.flushMillis() - before.flushMillis()) / Math.max(1, flushes)));
  }

  private static double per(double amount, int orders) {
    return Latency.round(amount / Math.max(1, orders));
  }

  /// For people.
  String line() {
    return "per order: %.2f commits (%.2f of sagas), statements %s, %.1f kB WAL; a flush %.2f ms"
        .formatted(commits, commitsOfSagas, statements, walBytes / 1000, flushMillis);
  }
}
