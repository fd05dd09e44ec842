package dev.parkade.runtime.backlog;

import java.util.BitSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which offsets of one partition hold a dead letter that nobody has dealt with. It knows those
/// that were dealt with, and learns on the way which hold no record at all.
final class PartitionBacklog {

  // from the first to before the second one
  private final TreeMap<Long, Long> holes = new TreeMap<>();
  private BitSet done = new BitSet();
  private long start;
  private long end;
  private long oldest = -1;
  private @Nullable Long oldestAt;

  /// Begins to count anew.
  ///
  /// @param newStart the first offset that retention has left
  /// @param newEnd the first offset behind what is committed
  void begin(long newStart, long newEnd) {
    start = newStart;
    end = newEnd;
    done = new BitSet();
    holes.values().removeIf(before -> before <= newStart);
    holes.forEach(this::markDone);
  }

  /// A dead letter was dealt with.
  void dealtWith(long offset) {
    markDone(offset, offset + 1);
  }

  /// No record stands between these offsets: markers of transactions, or what compaction took.
  void hole(long from, long before) {
    if (from < before) {
      holes.merge(from, before, Math::max);
      markDone(from, before);
    }
  }

  /// The first offset that may hold an open one; the end if there is none.
  long first() {
    return Math.min(end, start + done.nextClearBit(0));
  }

  long end() {
    return end;
  }

  long open() {
    return Math.max(0, end - start - done.cardinality());
  }

  /// When the open one at this offset was set aside, if it is known.
  @Nullable Long timeOf(long offset) {
    return oldest == offset ? oldestAt : null;
  }

  void remember(long offset, long at) {
    oldest = offset;
    oldestAt = at;
  }

  private void markDone(long from, long before) {
    long first = Math.max(from, start) - start;
    long last = Math.min(before, end) - start;
    if (first < last && last <= Integer.MAX_VALUE) {
      done.set((int) first, (int) last);
    }
  }
}
