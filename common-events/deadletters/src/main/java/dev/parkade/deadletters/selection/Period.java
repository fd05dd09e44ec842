package dev.parkade.deadletters.selection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stretch of time.
///
/// @param from the first moment in it; null if it always was
/// @param before the first moment after it; null if it goes on
public record Period(@Nullable Instant from, @Nullable Instant before) {

  public Period {
    if (from != null && before != null && !from.isBefore(before)) {
      throw new IllegalArgumentException(
          "nothing lies from %s to before %s; exchange them".formatted(from, before));
    }
  }

  public boolean contains(Instant moment) {
    return (from == null || !moment.isBefore(from)) && (before == null || moment.isBefore(before));
  }

  @Override
  public String toString() {
    if (from == null) {
      return before == null ? "at any time" : "before " + before;
    }
    return before == null ? "since " + from : "from " + from + " to before " + before;
  }
}
