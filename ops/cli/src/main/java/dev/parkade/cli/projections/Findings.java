package dev.parkade.cli.projections;

import dev.parkade.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Says what a run found, for people.
final class Findings {
  private static final Map<String, String> NAMES =
      Map.of(
          "ORDER_VIEW", "order views",
          "ORDER_TIMELINE", "timeline lines",
          "CUSTOMER_SUMMARY", "customers' sums",
          "SAGA", "sagas",
          "HISTORY", "histories");

  /// What a rebuild mends.
  private static final List<String> PROJECTIONS =
      List.of("ORDER_VIEW", "ORDER_TIMELINE", "CUSTOMER_SUMMARY");

  private final Terminal terminal;
  private final RunStatus status;

  Findings(Terminal terminal, RunStatus status) {
    this.terminal = terminal;
    this.status = status;
  }

  /// Whether what clients read is not what the history says.
  boolean projectionsDiffer() {
    return PROJECTIONS.stream().anyMatch(where -> status.count(where) > 0);
  }

  /// Whether sagas are not what their histories say.
  boolean sagasDiffer() {
    return status.count("SAGA") > 0;
  }

  /// One line for each difference that is described.
  void print() {
    for (var each : status.described()) {
      terminal.print("%s %s %s".formatted(each.where(), each.id(), each.detail()));
    }
    long all = status.differences().values().stream().mapToLong(Long::longValue).sum();
    if (all > status.described().size()) {
      terminal.print("and %,d more".formatted(all - status.described().size()));
    }
  }

  /// How much was looked at, and how fast.
  String seen() {
    return String.format(
        Locale.ROOT,
        "%,d orders of %,d customers in %.1f s",
        status.orders(),
        status.customers(),
        status.seconds());
  }

  /// How many projections differ, by their names.
  String counts() {
    return PROJECTIONS.stream()
        .filter(where -> status.count(where) > 0)
        .map(where -> String.format(Locale.ROOT, "%,d %s", status.count(where), NAMES.get(where)))
        .collect(Collectors.joining(", "));
  }

  /// Says what no rebuild mends.
  void sayWhatStays() {
    if (sagasDiffer()) {
      terminal.say(
          "sagas that are not as their histories say, which no rebuild mends: %d; see ops/runbooks/projections.md"
              .formatted(status.count("SAGA")));
    }
    if (status.count("HISTORY") > 0) {
      terminal.say(
          "orders whose histories do not say how they began: %d; these are shown as their sagas stand"
              .formatted(status.count("HISTORY")));
    }
  }
}
