package dev.parkade.deadletters.grouping;

import java.util.Arrays;

/// Whether there are more of them lately.
public enum Trend {
  RISING,
  STEADY,
  FALLING;

  private static final int TOO_FEW = 10;
  private static final double CLEARLY = 1.5;

  /// Compares the newest third of equal stretches of time with those before it: more than half as
  /// many again, or less by as much, is a trend; few dead letters or stretches make none.
  static Trend of(long[] counts) {
    int recent = (counts.length + 2) / 3;
    int before = counts.length - recent;
    if (before == 0 || Arrays.stream(counts).sum() < TOO_FEW) {
      return STEADY;
    }
    double now = Arrays.stream(counts, before, counts.length).average().orElse(0);
    double then = Arrays.stream(counts, 0, before).average().orElse(0);
    if (now > then * CLEARLY) {
      return RISING;
    }
    return now * CLEARLY < then ? FALLING : STEADY;
  }
}
