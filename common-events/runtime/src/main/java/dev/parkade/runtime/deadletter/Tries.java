package dev.parkade.runtime.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often a record was tried, and since when it fails.
///
/// @param failedFirst null if it has not failed yet, or only now
public record Tries(int count, @Nullable Instant failedFirst) {

  /// Of a record that nobody has tried yet.
  public static final Tries NONE = new Tries(0, null);

  /// Of a record that is looked at once, because no other attempt could see anything else.
  static final Tries ONE = new Tries(1, null);

  /// One more, which has failed.
  public Tries failed(Instant now) {
    return new Tries(count + 1, failedFirst == null ? now : failedFirst);
  }
}
