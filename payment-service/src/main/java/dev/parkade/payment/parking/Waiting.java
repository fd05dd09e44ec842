package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What waits in one partition: the memory image of what is live on `payment.parked`. Belongs to
/// the thread that owns the partition.
final class Waiting {

  private static final Comparator<Parked> OLDEST_FIRST =
      Comparator.comparing(Parked::firstAt).thenComparing(Parked::place);

  private final Map<CustomerId, CustomerQueue> queues = new HashMap<>();
  private final Map<MessageId, Parked> byId = new HashMap<>();
  private final TreeMap<Long, MessageId> byOffset = new TreeMap<>();
  private final TreeSet<Parked> byAge = new TreeSet<>(OLDEST_FIRST);
  private long bytes;
  private int spilled;

  /// Adds a command, or replaces its older copy.
  void put(Parked entry) {
    Parked older = byId.put(entry.id(), entry);
    if (older != null) {
      forget(older);
      CustomerQueue queue = queues.get(older.customerId());
      if (queue != null) {
        // a copy that came twice may have another place
        queue.remove(older);
      }
    }
    queues.computeIfAbsent(entry.customerId(), c -> new CustomerQueue()).put(entry);
    byOffset.put(entry.offset(), entry.id());
    byAge.add(entry);
    bytes += entry.bytes();
    spilled += entry.isSpilled() ? 1 : 0;
  }

  /// Removes a command; null if it does not wait here.
  @Nullable Parked remove(MessageId id) {
    Parked entry = byId.remove(id);
    if (entry == null) {
      return null;
    }
    forget(entry);
    CustomerQueue queue = queues.get(entry.customerId());
    if (queue != null) {
      queue.remove(entry);
      if (queue.isEmpty()) {
        queues.remove(entry.customerId());
      }
    }
    return entry;
  }

  private void forget(Parked entry) {
    byOffset.remove(entry.offset());
    byAge.remove(entry);
    bytes -= entry.bytes();
    spilled -= entry.isSpilled() ? 1 : 0;
  }

  @Nullable Parked get(MessageId id) {
    return byId.get(id);
  }

  @Nullable CustomerQueue queue(CustomerId customer) {
    return queues.get(customer);
  }

  int count(CustomerId customer) {
    CustomerQueue queue = queues.get(customer);
    return queue == null ? 0 : queue.size();
  }

  /// What waits for an order; normally one charge at most.
  List<Parked> ofOrder(CustomerId customer, OrderId order) {
    CustomerQueue queue = queues.get(customer);
    List<Parked> found = new ArrayList<>();
    if (queue != null) {
      for (Parked entry : queue.all()) {
        if (entry.orderId().equals(order)) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  /// Where the oldest live record stands on `payment.parked`.
  OptionalLong lowestOffset() {
    return byOffset.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byOffset.firstKey());
  }

  @Nullable Parked oldest() {
    return byAge.isEmpty() ? null : byAge.first();
  }

  Iterable<Parked> oldestFirst() {
    return byAge;
  }

  Iterable<CustomerId> customers() {
    return queues.keySet();
  }

  int size() {
    return byId.size();
  }

  long bytes() {
    return bytes;
  }

  /// How many of them are pointers only.
  int spilled() {
    return spilled;
  }
}
