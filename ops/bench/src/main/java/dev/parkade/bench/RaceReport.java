package dev.parkade.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Everything that a race found out.
///
/// @param processors of the machine, which load, broker, database and contender share
/// @param loadAverage of the last minute, this run included
/// @param ratios how many times each other contender's wake p50 is Parkade's
record RaceReport(
    String definition,
    int processors,
    double loadAverage,
    String java,
    int seconds,
    int warmUpSeconds,
    int paymentsPerSecond,
    int repetitions,
    List<ContenderResult> contenders,
    Map<String, Double> ratios,
    List<BacklogResult> backlog) {
  private static final String DEFINITION =
      "Settled = the payment's row is committed, by PostgreSQL's own commit time stamp. Readable ="
          + " the broker's append time stamp, in whole milliseconds cut off, so all times are up to"
          + " 1 ms too long, for everybody. Wake = from customer event and command readable to"
          + " payment settled, for the 20 % that race. Parkade stores customers, positions, replies"
          + " (outbox, relayed to Kafka) and calls a provider (simulated, no latency); the others"
          + " only insert a row without a unique key, and keep known customers in memory: in their"
          + " favour. Everything runs on one machine, Parkade and its rivals in the load's JVM.";

  static RaceReport of(
      RacePlan plan, List<ContenderResult> contenders, List<BacklogResult> backlog) {
    return new RaceReport(
        DEFINITION,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version().toString(),
        plan.seconds(),
        plan.warmUp(),
        plan.rate(),
        plan.repetitions(),
        contenders,
        ratios(contenders),
        backlog);
  }

  static Map<String, Double> ratios(List<ContenderResult> contenders) {
    var ours = contenders.stream().filter(it -> it.name().equals(Ours.NAME)).findFirst();
    Map<String, Double> ratios = new LinkedHashMap<>();
    ours.filter(it -> it.wake().p50() > 0)
        .ifPresent(
            it ->
                contenders.forEach(
                    other ->
                        ratios.put(
                            other.name(), Latency.round(other.wake().p50() / it.wake().p50()))));
    return ratios;
  }

  /// The figures for people.
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        row(
            "CONTENDER",
            "PAY/S",
            "WAKE P50",
            "P99",
            "MAX ms",
            "x OURS",
            "OTHERS P50",
            "P99 ms",
            "WAITED",
            "WRITES",
            "LOST",
            "DOUBLED",
            "DISORDER"));
    for (var it : contenders) {
      var ratio = ratios.get(it.name());
      lines.add(
          row(
              it.name(),
              figure(it.paymentsPerSecond(), 0),
              figure(it.wake().p50(), 1),
              figure(it.wake().p99(), 1),
              figure(it.wake().max(), 1),
              ratio == null ? "-" : figure(ratio, 1),
              figure(it.others().p50(), 1),
              figure(it.others().p99(), 1),
              Long.toString(it.waited()),
              figure(it.writesPerWaiting(), 2),
              Integer.toString(it.lost()),
              Integer.toString(it.doubled()),
              Integer.toString(it.outOfOrder())));
    }
    if (!backlog.isEmpty()) {
      lines.add("");
      backlog.forEach(
          it ->
              lines.add(
                  "backlog of %d payments: %s %s payments/s"
                      .formatted(
                          it.payments(), it.contender(), figure(it.paymentsPerSecond(), 0))));
    }
    lines.add("");
    lines.add(
        "measured with %d processors, load average %s, %d s x %d at %d payments/s"
            .formatted(
                processors, figure(loadAverage, 1), seconds, repetitions, paymentsPerSecond));
    return lines;
  }

  private static String row(String... cells) {
    var line = new StringBuilder("%-23s".formatted(cells[0]));
    for (int i = 1; i < cells.length; i++) {
      line.append("%11s".formatted(cells[i]));
    }
    return line.toString();
  }

  private static String figure(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
