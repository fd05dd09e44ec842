package dev.parkade.payment.parking;

import java.util.Collection;

/// The bytes that what waits may take in this instance. What is parked when they are used up stays
/// a pointer. The last eighth is left to what is read ahead for a release.
final class Budget {

  private final long maxBytes;

  Budget(BudgetSettings settings) {
    maxBytes = settings.maxBytes().toBytes();
  }

  /// The entry as it may be kept beside what waits in these partitions.
  Parked fit(Parked entry, Collection<GatePartition> partitions) {
    boolean fits = used(partitions) + entry.bytes() <= maxBytes - maxBytes / 8;
    return fits || entry.isSpilled() ? entry : entry.spilled();
  }

  /// Whether there is room for more than what is released next.
  boolean hasRoomToReadAhead(Collection<GatePartition> partitions) {
    return used(partitions) < maxBytes;
  }

  private static long used(Collection<GatePartition> partitions) {
    long used = 0;
    for (GatePartition partition : partitions) {
      used += partition.waiting().bytes();
    }
    return used;
  }
}
