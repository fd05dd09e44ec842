package dev.parkade.cli.demo;

import dev.parkade.cli.invariants.Database;
import dev.parkade.local.Endpoints;
import dev.parkade.local.Part;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What every chapter plays with.
///
/// @param run tells the names of this run from those of all others
/// @param supplied the units that were put on the shelf, by SKU
record Stage(
    String run,
    Endpoints endpoints,
    Shop shop,
    OrderBook orders,
    Story story,
    Typed typed,
    Map<String, Long> supplied) {
  /// Far longer than anything takes on a machine that is not stuck.
  static final Duration LIMIT = Duration.ofMinutes(3);

  Stage(String run, Endpoints endpoints, Shop shop, OrderBook orders, Story story, Typed typed) {
    this(run, endpoints, shop, orders, story, typed, new ConcurrentHashMap<>());
  }

  /// A name that no other run uses.
  String name(String what) {
    return "demo-" + run + "-" + what;
  }

  /// Puts a new product on the shelf.
  ///
  /// @return its SKU
  String stock(String what, long price, long available) throws InterruptedException {
    var sku = name(what);
    shop.stock(sku, price, available);
    supplied.put(sku, available);
    return sku;
  }

  /// Waits until payment-service shows a payment of the order that stands so.
  ///
  /// @throws IllegalStateException if it does not
  void awaitPayment(String order, String status) throws InterruptedException {
    var patience = new Patience(LIMIT);
    do {
      if (shop.payments(order).stream().anyMatch(it -> it.status().equals(status))) {
        return;
      }
    } while (patience.pause());
    throw new IllegalStateException(
        "the payment of order %s is not %s after %d s: %s"
            .formatted(order, status, LIMIT.toSeconds(), shop.payments(order)));
  }

  Database database(Part service) {
    return new Database(endpoints.database(service));
  }
}
