package dev.parkade.cli.demo;

import dev.parkade.cli.demo.Shop.Line;
import dev.parkade.cli.demo.Shop.OrderView;
import dev.parkade.cli.invariants.Witnessed.Repeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// The orders of this run and everything that was seen of them. Safe for use by many threads.
final class OrderBook {
  private final Shop shop;
  private final Clock clock;
  private final String run;
  private final AtomicInteger keys = new AtomicInteger();
  private final Map<String, Instant> submitted = new ConcurrentHashMap<>();
  private final Map<String, List<String>> statuses = new ConcurrentHashMap<>();
  private final Map<String, OrderView> latest = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Repeat> repeats = new ConcurrentLinkedQueue<>();

  OrderBook(Shop shop, Clock clock, String run) {
    this.shop = shop;
    this.clock = clock;
    this.run = run;
  }

  /// Places an order of one line.
  ///
  /// @return its id
  String place(String customer, String sku, int quantity) throws InterruptedException {
    return place(newKey(), customer, List.of(new Line(sku, quantity)));
  }

  String place(String key, String customer, List<Line> lines) throws InterruptedException {
    var at = clock.instant();
    var id = shop.order(key, customer, lines);
    submitted.putIfAbsent(id, at);
    return id;
  }

  /// Sends a request a second time, as a client does that got no answer.
  void repeat(String key, String first, String customer, List<Line> lines)
      throws InterruptedException {
    repeats.add(new Repeat(key, first, shop.order(key, customer, lines)));
  }

  String newKey() {
    return "demo-" + run + "-" + keys.incrementAndGet();
  }

  /// Looks at an order.
  OrderView look(String id) throws InterruptedException {
    var view = shop.order(id);
    latest.put(id, view);
    statuses.compute(
        id,
        (_, seen) -> {
          List<String> more = seen == null ? new ArrayList<>() : seen;
          if (more.isEmpty() || !more.getLast().equals(view.status())) {
            more.add(view.status());
          }
          return more;
        });
    return view;
  }

  /// Looks at orders again and again until all are as wanted, or until the time is over.
  ///
  /// @return how they were last seen, in the order of the ids
  List<OrderView> await(List<String> ids, Predicate<OrderView> wanted, Duration limit, Story story)
      throws InterruptedException {
    var patience = new Patience(limit);
    var open = new ArrayList<>(ids);
    do {
      var seen = Crowd.each(open, this::look);
      open.removeAll(seen.stream().filter(wanted).map(OrderView::id).toList());
      story.progress(ids.size() - open.size(), ids.size());
    } while (!open.isEmpty() && patience.pause());
    return ids.stream().map(latest::get).toList();
  }

  /// When an order was about to be submitted.
  Instant submitted(String id) {
    return submitted.getOrDefault(id, Instant.EPOCH);
  }

  /// All orders of this run.
  List<String> all() {
    return List.copyOf(submitted.keySet());
  }

  List<Repeat> repeats() {
    return List.copyOf(repeats);
  }

  Map<String, List<String>> statuses() {
    return Map.copyOf(statuses);
  }
}
