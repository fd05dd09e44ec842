package dev.parkade.payment.parking;

import dev.parkade.messages.id.MessageId;
import java.util.Comparator;

/// Where a command stands in its customer's order: by its offset in `payment.commands`. The id only
/// tells apart what a replay brought back under the same offset.
record Place(long originOffset, MessageId id) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::originOffset).thenComparing(place -> place.id().value());

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
