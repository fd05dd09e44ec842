package dev.parkade.bench.orders;

/// How much is measured.
///
/// @param rate orders per second
/// @param seconds of the measured part
/// @param warmUp seconds of the same load before
/// @param backlog orders of the backlog run; 0 leaves it out
/// @param poison seconds of load beside poison records; 0 leaves it out
/// @param down seconds for which a killed participant stays down; 0 kills nobody
record OrdersPlan(int rate, int seconds, int warmUp, int backlog, int poison, int down) {
  /// @throws IllegalArgumentException for what would not be a measurement, or without end
  OrdersPlan {
    within("--rate", rate, 1, 500);
    within("--seconds", seconds, 1, 600);
    within("--warm-up", warmUp, 0, 600);
    within("--backlog", backlog, 0, 50_000);
    within("--poison", poison, 0, 120);
    within("--down", down, 0, 60);
  }

  private static void within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, not %d".formatted(option, least, most, value));
    }
  }
}
