package dev.parkade.e2e.tracing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The traces that began with an order, out of all that services have sent.
public final class OrderTraces {

  /// From the request to the news that the order is confirmed, without any wait.
  public static final List<String> CONFIRMED =
      List.of(
          "http post /api/v1/orders",
          "send inventory.commands",
          "process inventory.commands",
          "send order.replies",
          "process order.replies",
          "send payment.commands",
          "process payment.commands",
          "send order.replies",
          "process order.replies",
          "send inventory.commands",
          "process inventory.commands",
          "send order.replies",
          "process order.replies",
          "send order.events");

  /// The same, if the payment waits for its customer.
  public static final List<String> PARKED =
      List.of(
          "http post /api/v1/orders",
          "send inventory.commands",
          "process inventory.commands",
          "send order.replies",
          "process order.replies",
          "send payment.commands",
          "process payment.commands",
          "wait payment.parked",
          "process payment.parked",
          "send order.replies",
          "process order.replies",
          "send inventory.commands",
          "process inventory.commands",
          "send order.replies",
          "process order.replies",
          "send order.events");

  private final Map<String, List<Recorded>> byTrace;
  private final Map<String, Recorded> byId;

  public OrderTraces(List<Recorded> all) {
    byId =
        all.stream()
            .collect(java.util.stream.Collectors.toMap(Recorded::id, it -> it, (one, same) -> one));
    Set<String> ordered =
        all.stream()
            .filter(it -> it.isRoot() && it.name().equals(CONFIRMED.getFirst()))
            .map(Recorded::traceId)
            .collect(toSet());
    byTrace =
        byId.values().stream()
            .filter(it -> ordered.contains(it.traceId()))
            .collect(groupingBy(Recorded::traceId));
  }

  /// How many orders there were.
  public int count() {
    return byTrace.size();
  }

  /// Spans whose parent nobody has sent.
  public List<Recorded> orphans() {
    return spans().stream().filter(it -> !it.isRoot() && !byId.containsKey(it.parentId())).toList();
  }

  /// All spans of orders.
  public List<Recorded> spans() {
    return byTrace.values().stream().flatMap(List::stream).toList();
  }

  /// The spans that a span is linked to, as far as somebody has sent them.
  public List<Recorded> linked(Recorded span) {
    return span.links().stream().filter(byId::containsKey).map(byId::get).toList();
  }

  /// In how many traces these names follow one another from the first span, each the child of the
  /// one before.
  public long following(List<String> names) {
    return byTrace.values().stream().filter(trace -> follow(trace, "", names)).count();
  }

  private static boolean follow(List<Recorded> trace, String parent, List<String> names) {
    return names.isEmpty()
        || trace.stream()
            .filter(it -> it.parentId().equals(parent) && it.name().equals(names.getFirst()))
            .anyMatch(it -> follow(trace, it.id(), names.subList(1, names.size())));
  }
}
