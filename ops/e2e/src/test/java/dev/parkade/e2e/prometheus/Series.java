package dev.parkade.e2e.prometheus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Points of one set of labels, by time; an instant query has one of them.
public record Series(Map<String, String> labels, List<Point> points) {

  /// A value at a time; the value may be NaN or infinite.
  public record Point(Instant time, double value) {}

  /// The value of a label, empty if the series lacks it.
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }

  /// The newest value.
  public double last() {
    return points.getLast().value();
  }
}
