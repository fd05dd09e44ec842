package dev.parkade.runtime.lag;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a group is behind on one topic, all partitions together, owned or not.
///
/// @param records offsets between the stored positions and the ends; those of records that
///     compaction removed count as well, those at the end behind which nothing comes do not
/// @param oldest the time of the oldest record that is not handled; null if there is none
record Lag(long records, @Nullable Instant oldest) {

  /// How old that record is now; zero if there is none, or if its producer's clock is ahead.
  Duration age(Instant now) {
    return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
  }
}
