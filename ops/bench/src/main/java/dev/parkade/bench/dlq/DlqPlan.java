package dev.parkade.bench.dlq;

/// How much is measured.
///
/// @param starts of the tool, beside a few dead letters
/// @param letters that are listed and replayed, and as many of which the replay is killed
/// @param peer dead letters that the usual script sends
/// @param many that are listed, planned and replayed in little memory; 0 leaves it out
/// @param heapMegabytes how little
record DlqPlan(int starts, int letters, int peer, int many, int heapMegabytes) {
  /// @throws IllegalArgumentException for what would not be a measurement, or without end
  DlqPlan {
    within("--starts", starts, 1, 100);
    within("--letters", letters, 1_000, 1_000_000);
    within("--peer", peer, 1_000, letters);
    within("--many", many, 0, 2_000_000);
    within("--heap", heapMegabytes, 64, 4_096);
  }

  private static void within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, not %d".formatted(option, least, most, value));
    }
  }
}
