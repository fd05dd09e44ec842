package dev.parkade.deadletters.plan;

/// What decides which of the selected dead letters are replayed, and where to.
///
/// @param toOrigin to the topics they came from, which other groups may read
/// @param poison also those whose cause does not go away by itself
/// @param notReady also those whose customer still is unknown
/// @param maxReplays how often one may be replayed, counting what it was before
public record PlanOptions(boolean toOrigin, boolean poison, boolean notReady, int maxReplays) {

  public static final int DEFAULT_MAX_REPLAYS = 3;

  public PlanOptions {
    if (maxReplays < 1) {
      throw new IllegalArgumentException("at least 1 replay must be allowed, not " + maxReplays);
    }
  }

  /// The careful ones.
  public static PlanOptions defaults() {
    return new PlanOptions(false, false, false, DEFAULT_MAX_REPLAYS);
  }
}
