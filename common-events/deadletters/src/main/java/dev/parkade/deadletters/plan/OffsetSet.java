package dev.parkade.deadletters.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/// Offsets of one partition, as ranges. Its text is `0-41,44,50-99`. A range may run across
/// offsets that hold no record (markers of transactions), so it counts its members itself.
/// Only grows upwards. Not thread-safe.
public final class OffsetSet {

  private long[] firsts = new long[8];
  private long[] lasts = new long[8];
  private int ranges;

  /// Adds an offset above all others.
  ///
  /// @param adjoins whether no record that is not in the set lies between it and the last
  ///     one
  /// @throws IllegalArgumentException if it is not above all others
  void add(long offset, boolean adjoins) {
    addRange(offset, offset, adjoins);
  }

  private void addRange(long first, long last, boolean adjoins) {
    if (first > last || (ranges > 0 && first <= lasts[ranges - 1])) {
      throw new IllegalArgumentException("offsets must rise: " + first + "-" + last);
    }
    if (ranges > 0 && (adjoins || first == lasts[ranges - 1] + 1)) {
      lasts[ranges - 1] = last;
      return;
    }
    if (ranges == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * ranges);
      lasts = Arrays.copyOf(lasts, 2 * ranges);
    }
    firsts[ranges] = first;
    lasts[ranges] = last;
    ranges++;
  }

  public boolean contains(long offset) {
    int at = Arrays.binarySearch(firsts, 0, ranges, offset);
    int range = at >= 0 ? at : -at - 2;
    return range >= 0 && offset <= lasts[range];
  }

  public boolean isEmpty() {
    return ranges == 0;
  }

  /// How many ranges it takes to say it.
  public int ranges() {
    return ranges;
  }

  public long first(int range) {
    return firsts[range];
  }

  public long last(int range) {
    return lasts[range];
  }

  /// Reads its text.
  ///
  /// @throws IllegalArgumentException if the text is anything else
  @JsonCreator
  public static OffsetSet of(String text) {
    var set = new OffsetSet();
    int at = 0;
    while (at < text.length()) {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      int dash = text.indexOf('-', at);
      try {
        if (dash < 0 || dash > end) {
          long offset = Long.parseLong(text, at, end, 10);
          set.addRange(offset, offset, false);
        } else {
          set.addRange(
              Long.parseLong(text, at, dash, 10), Long.parseLong(text, dash + 1, end, 10), false);
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("no offsets: " + text.substring(at, end), e);
      }
      at = end + 1;
    }
    return set;
  }

  @JsonValue
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < ranges; i++) {
      text.append(i == 0 ? "" : ",").append(firsts[i]);
      if (lasts[i] > firsts[i]) {
        text.append('-').append(lasts[i]);
      }
    }
    return text.toString();
  }
}
