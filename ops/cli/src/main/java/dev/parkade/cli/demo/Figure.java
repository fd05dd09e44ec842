package dev.parkade.cli.demo;

import java.util.Locale;

/// A measured value beside the value that was aimed at. One that is missed does not fail the demo:
/// it depends on the machine.
///
/// @param name what was measured
/// @param value as measured
/// @param unit of value and target
/// @param bound on which side of the target a value is good
/// @param target what was aimed at
/// @param reached whether it was reached
record Figure(String name, double value, String unit, Bound bound, double target, boolean reached) {
  /// On which side of the target a value is good.
  enum Bound {
    AT_MOST,
    AT_LEAST
  }

  static Figure atMost(String name, double value, double target, String unit) {
    return new Figure(name, value, unit, Bound.AT_MOST, target, value <= target);
  }

  static Figure atLeast(String name, double value, double target, String unit) {
    return new Figure(name, value, unit, Bound.AT_LEAST, target, value >= target);
  }

  String measured() {
    return number(value) + " " + unit;
  }

  String aimedAt() {
    return switch (bound) {
      case AT_MOST -> "at most " + number(target) + " " + unit;
      case AT_LEAST -> "at least " + number(target) + " " + unit;
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.1f", value);
  }
}
