package dev.parkade.cli.demo;

import java.util.List;
import java.util.Locale;

/// Percentiles of durations, in milliseconds, by the nearest rank.
///
/// @param count of how many
record Latencies(int count, double p50, double p99, double max) {
  static Latencies of(List<Double> millis) {
    if (millis.isEmpty()) {
      return new Latencies(0, Double.NaN, Double.NaN, Double.NaN);
    }
    var sorted = millis.stream().sorted().toList();
    return new Latencies(sorted.size(), rank(sorted, 0.50), rank(sorted, 0.99), sorted.getLast());
  }

  private static double rank(List<Double> sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return Math.round(sorted.get(Math.max(0, rank - 1)) * 10) / 10.0;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms, max %.1f ms", p50, p99, max);
  }
}
