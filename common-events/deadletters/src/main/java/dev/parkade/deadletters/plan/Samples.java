package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.ArrayList;
import java.util.List;

/// Counts dead letters and remembers the first few.
final class Samples {

  private static final int KEPT = 5;

  private final List<DeadLetterId> first = new ArrayList<>(KEPT);
  private long count;

  void add(DeadLetterId id) {
    if (count++ < KEPT) {
      first.add(id);
    }
  }

  /// Counts some that cannot be named.
  void add(long unnamed) {
    count += unnamed;
  }

  long count() {
    return count;
  }

  List<DeadLetterId> first() {
    return List.copyOf(first);
  }
}
