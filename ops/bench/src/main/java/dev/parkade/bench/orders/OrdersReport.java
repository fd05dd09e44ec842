package dev.parkade.bench.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that was found. Times are in milliseconds unless a name says otherwise.
///
/// @param background transactions per second that the system makes for itself while no orders come
/// @param cores that each part kept busy in the steady chapter, on average
/// @param poisoned null if it was left out, as is the backlog
/// @param repeated requests that were sent again with their key, because no answer came, or 503
record OrdersReport(
    String definition,
    int processors,
    double loadAverage,
    String java,
    int ordersPerSecond,
    int seconds,
    int warmUpSeconds,
    double background,
    Map<String, Double> cores,
    Steady steady,
    Hops hops,
    Costs costs,
    @Nullable Backlog backlog,
    @Nullable Poisoned poisoned,
    List<Outage> outages,
    Books books,
    int repeated,
    List<Aim> aims) {
  static final String DEFINITION = "ops/bench/README.md, section Orders";

  /// A figure that was aimed at.
  record Aim(String what, String aim, String seen, boolean reached) {}

  static List<Aim> aims(
      Steady steady, @Nullable Backlog backlog, List<Outage> outages, Books books) {
    var aims = new ArrayList<Aim>();
    var answer = steady.toAnswer();
    aims.add(
        new Aim(
            "submit to CONFIRMED, as the client sees it",
            "p50 <= 20 ms, p99 <= 60 ms",
            answer.pair() + " ms",
            answer.count() == steady.orders() && answer.p50() <= 20 && answer.p99() <= 60));
    if (backlog != null) {
      double commits = backlog.costs().commits();
      aims.add(
          new Aim(
              "commits per saga under load, all databases",
              "<= 4",
              "%.2f".formatted(commits),
              commits <= 4));
    }
    for (var outage : outages) {
      aims.add(
          new Aim(
              outage.participant() + " killed: longest order",
              "<= down time + 5 s",
              "%.1f s, down %.1f s".formatted(outage.longestSeconds(), outage.downSeconds()),
              outage.inTime()));
    }
    aims.add(
        new Aim(
            "nothing lost or doubled, stock and money add up", "0", books.line(), books.addUp()));
    return aims;
  }

  /// For people.
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(steady.line());
    lines.add("");
    lines.addAll(hops.lines());
    lines.add("");
    lines.add("at %d orders/s %s".formatted(ordersPerSecond, costs.line()));
    if (backlog != null) {
      lines.add(backlog.line());
      lines.add("backlog " + backlog.costs().line());
    }
    lines.add("background %.1f commits/s".formatted(background));
    lines.add("cores busy at %d orders/s: %s".formatted(ordersPerSecond, cores));
    if (poisoned != null) {
      lines.add(poisoned.line());
    }
    outages.forEach(it -> lines.add(it.line()));
    lines.add(books.line() + (repeated == 0 ? "" : "; %d requests repeated".formatted(repeated)));
    lines.add("");
    aims.forEach(
        it ->
            lines.add(
                "%-9s %s: %s (aim: %s)"
                    .formatted(
                        it.reached() ? "reached" : "MISSED", it.what(), it.seen(), it.aim())));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "measured with %d processors, load average %.1f, %d s at %d orders/s",
            processors,
            loadAverage,
            seconds,
            ordersPerSecond));
    return lines;
  }
}
