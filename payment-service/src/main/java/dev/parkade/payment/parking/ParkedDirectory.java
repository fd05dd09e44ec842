package dev.parkade.payment.parking;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// What waits in this instance, for people to look at: written by the gate's thread, read by
/// others.
final class ParkedDirectory {

  /// One waiting command.
  @Schema(name = "ParkedPayment")
  record Item(
      String commandId,
      String orderId,
      String customerId,
      Instant since,
      WaitReason reason,
      int attempts) {

    private Item behindADeadLetter() {
      return new Item(
          commandId, orderId, customerId, since, WaitReason.EARLIER_DEAD_LETTER, attempts);
    }
  }

  /// Which items are asked for; what is null does not matter.
  ///
  /// @param parkedBefore only what has waited since an earlier time
  record Filter(
      @Nullable String customerId,
      @Nullable String orderId,
      @Nullable WaitReason reason,
      @Nullable Instant parkedBefore) {

    private boolean fits(Item item) {
      return (customerId == null || customerId.equals(item.customerId()))
          && (orderId == null || orderId.equals(item.orderId()))
          && (reason == null || reason == item.reason())
          && (parkedBefore == null || item.since().isBefore(parkedBefore));
    }
  }

  private final ConcurrentNavigableMap<String, Item> items = new ConcurrentSkipListMap<>();

  /// Customer to the commands whose dead letters hold the customer back.
  private final Map<String, Set<String>> blocks = new ConcurrentHashMap<>();

  void put(Parked entry) {
    String id = entry.id().text();
    String customer = entry.customerId().text();
    items.put(
        id,
        new Item(
            id,
            entry.orderId().text(),
            customer,
            entry.firstAt(),
            entry.reason(),
            entry.attempts()));
    if (entry.isBlock()) {
      blocks.merge(customer, Set.of(id), ParkedDirectory::union);
    } else {
      unblock(customer, id);
    }
  }

  void remove(Parked entry) {
    items.remove(entry.id().text());
    unblock(entry.customerId().text(), entry.id().text());
  }

  /// How many customers a dead letter holds back.
  int blockedCustomers() {
    return blocks.size();
  }

  /// Items in the order of their command ids, behind the given one. What was parked for another
  /// reason and is held back by a dead letter now says so.
  List<Item> page(@Nullable String after, int limit, Filter filter) {
    var from = after == null ? items : items.tailMap(after, false);
    List<Item> page = new ArrayList<>();
    for (Item stored : from.values()) {
      if (page.size() == limit) {
        break;
      }
      Item item = asItIs(stored);
      if (filter.fits(item)) {
        page.add(item);
      }
    }
    return page;
  }

  private Item asItIs(Item item) {
    boolean blocked =
        item.reason() != WaitReason.DEAD_LETTERED && blocks.containsKey(item.customerId());
    return blocked ? item.behindADeadLetter() : item;
  }

  private void unblock(String customer, String id) {
    blocks.computeIfPresent(customer, (c, ids) -> without(ids, id));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private static @Nullable Set<String> without(Set<String> ids, String id) {
    Set<String> rest = new TreeSet<>(ids);
    rest.remove(id);
    return rest.isEmpty() ? null : rest;
  }
}
