package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Traceparent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The waiting commands of one customer, in the order of their origin.
final class CustomerQueue {

  private final TreeMap<Place, Parked> entries = new TreeMap<>();
  private @Nullable Instant notBefore;
  private @Nullable Instant customerCommittedAt;
  private @Nullable Traceparent releasedBy;

  void put(Parked entry) {
    entries.put(entry.place(), entry);
  }

  void remove(Parked entry) {
    entries.remove(entry.place());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  @Nullable Parked head() {
    return entries.isEmpty() ? null : entries.firstEntry().getValue();
  }

  /// How many of them stood before this offset of `payment.commands`; looks at each.
  int countBefore(long originOffset) {
    int count = 0;
    for (Place place : entries.keySet()) {
      if (place.originOffset() >= originOffset) {
        break;
      }
      count++;
    }
    return count;
  }

  List<Parked> first(int count) {
    List<Parked> slice = new ArrayList<>(Math.min(count, entries.size()));
    for (Parked entry : entries.values()) {
      if (slice.size() == count) {
        break;
      }
      slice.add(entry);
    }
    return slice;
  }

  Iterable<Parked> all() {
    return entries.values();
  }

  /// When the next attempt for its head is due; null if it does not wait for a time.
  @Nullable Instant notBefore() {
    return notBefore;
  }

  void waitUntil(@Nullable Instant due) {
    notBefore = due;
  }

  /// When the customer became known, if that is what released this queue.
  @Nullable Instant customerCommittedAt() {
    return customerCommittedAt;
  }

  /// The span of the event that released this queue; null if none did, or nobody collects it.
  @Nullable Traceparent releasedBy() {
    return releasedBy;
  }

  void released(Instant committedAt, @Nullable Traceparent trace) {
    customerCommittedAt = committedAt;
    releasedBy = trace;
  }
}
