package dev.parkade.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Percentiles by the nearest rank, in milliseconds; zeros for nothing.
public record Latency(int count, double p50, double p99, double max) {
  /// Of these times.
  public static Latency of(List<Double> millis) {
    var sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return new Latency(0, 0, 0, 0);
    }
    return new Latency(
        sorted.length, rank(sorted, 0.50), rank(sorted, 0.99), round(sorted[sorted.length - 1]));
  }

  /// The two percentiles for people.
  public String pair() {
    return String.format(Locale.ROOT, "%.1f / %.1f", p50, p99);
  }

  /// The value of which this share is not larger.
  static double rank(double[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return round(sorted[Math.clamp(rank - 1, 0, sorted.length - 1)]);
  }

  /// The median of a few figures.
  static double median(List<Double> figures) {
    var sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : rank(sorted, 0.50);
  }

  /// To hundredths.
  public static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
