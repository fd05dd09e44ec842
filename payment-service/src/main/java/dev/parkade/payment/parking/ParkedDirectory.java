package dev.parkade.payment.parking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// What waits in this instance, for people to look at: written by the gate's thread, read by
/// others.
final class ParkedDirectory {

  /// One waiting command.
  record Item(
      String commandId,
      String orderId,
      String customerId,
      Instant since,
      WaitReason reason,
      int attempts) {}

  private final ConcurrentNavigableMap<String, Item> items = new ConcurrentSkipListMap<>();

  void put(Parked entry) {
    String id = entry.id().text();
    items.put(
        id,
        new Item(
            id,
            entry.orderId().text(),
            entry.customerId().text(),
            entry.firstAt(),
            entry.reason(),
            entry.attempts()));
  }

  void remove(Parked entry) {
    items.remove(entry.id().text());
  }

  /// Items in the order of their command ids, behind the given one.
  List<Item> page(
      @Nullable String after, int limit, @Nullable String customerId, @Nullable String orderId) {
    var from = after == null ? items : items.tailMap(after, false);
    List<Item> page = new ArrayList<>();
    for (Item item : from.values()) {
      if (page.size() == limit) {
        break;
      }
      if ((customerId == null || customerId.equals(item.customerId()))
          && (orderId == null || orderId.equals(item.orderId()))) {
        page.add(item);
      }
    }
    return page;
  }
}
