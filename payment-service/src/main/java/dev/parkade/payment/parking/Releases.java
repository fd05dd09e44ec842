package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.payment.customers.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Whose parked commands may go: those of customers who have arrived, at once and in turns, and
/// those whose next attempt is due. Belongs to the gate's thread.
final class Releases {

  private record Key(GatePartition partition, CustomerId customer) {}

  private record Due(Instant at, Key key) {}

  private final LinkedHashSet<Key> ready = new LinkedHashSet<>();
  /// Those whose head was read from `payment.parked` before the commands in front of it came again.
  private final LinkedHashSet<Key> early = new LinkedHashSet<>();

  private final PriorityQueue<Due> dues = new PriorityQueue<>(Comparator.comparing(Due::at));

  /// Looks at a customer's queue again after anything about it has changed.
  void refresh(GatePartition partition, CustomerId customer) {
    Key key = new Key(partition, customer);
    CustomerQueue queue = partition.waiting().queue(customer);
    Parked head = queue == null ? null : queue.head();
    early.remove(key);
    if (queue == null || head == null) {
      ready.remove(key);
      return;
    }
    Instant due = head.reason().isRetried() ? queue.notBefore() : null;
    if (due != null) {
      ready.remove(key);
      dues.add(new Due(due, key));
    } else if (!partition.hasReadAllBefore(head)) {
      ready.remove(key);
      early.add(key);
    } else if (mayGo(partition, head)) {
      ready.add(key);
    } else {
      ready.remove(key);
    }
  }

  /// Makes those ready whose next attempt is due, and those whose predecessors have been read.
  void makeReady(Instant now) {
    if (!early.isEmpty()) {
      List.copyOf(early).forEach(key -> refresh(key.partition(), key.customer()));
    }
    for (Due due = next(now); due != null; due = next(now)) {
      CustomerQueue queue = due.key().partition().waiting().queue(due.key().customer());
      // a queue whose due time has changed meanwhile has another entry here
      if (queue != null && due.at().equals(queue.notBefore())) {
        queue.waitUntil(null);
        refresh(due.key().partition(), due.key().customer());
      }
    }
  }

  /// The next slices, in turns; they stay ready until [#served].
  List<Slice> slices(int total, int perCustomer) {
    List<Slice> slices = new ArrayList<>();
    int left = total;
    for (Key key : ready) {
      if (left == 0) {
        break;
      }
      CustomerQueue queue = key.partition().waiting().queue(key.customer());
      List<Parked> entries =
          queue == null
              ? List.of()
              : upToBlock(queue.first(Math.min(left, perCustomer))).stream()
                  .takeWhile(key.partition()::hasReadAllBefore)
                  .toList();
      if (!entries.isEmpty()) {
        slices.add(new Slice(key.partition(), entries));
        left -= entries.size();
      }
    }
    return slices;
  }

  /// These slices were dealt with: what is left of their queues goes to the end of the line.
  void served(List<Slice> slices) {
    for (Slice slice : slices) {
      CustomerId customer = slice.entries().getFirst().customerId();
      ready.remove(new Key(slice.partition(), customer));
      refresh(slice.partition(), customer);
    }
  }

  /// Forgets a partition that is not owned any more.
  void drop(GatePartition partition) {
    ready.removeIf(key -> key.partition() == partition);
    early.removeIf(key -> key.partition() == partition);
    dues.removeIf(due -> due.key().partition() == partition);
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /// What stands before the first dead letter that blocks.
  private static List<Parked> upToBlock(List<Parked> entries) {
    return entries.stream().takeWhile(entry -> !entry.isBlock()).toList();
  }

  private @Nullable Due next(Instant now) {
    Due first = dues.peek();
    return first != null && !first.at().isAfter(now) ? dues.poll() : null;
  }

  private static boolean mayGo(GatePartition partition, Parked head) {
    if (head.isBlock()) {
      return false;
    }
    return head.isRefund()
        || partition.customers().standing(head.customerId().text()) != Standing.UNKNOWN;
  }
}
