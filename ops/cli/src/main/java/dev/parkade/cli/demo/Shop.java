package dev.parkade.cli.demo;

import dev.parkade.local.Endpoints;
import dev.parkade.local.Part;
import dev.parkade.messages.money.Money;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client can do with the four services, over REST only.
final class Shop {
  private static final int PAGE = 200;

  private final Rest rest;
  private final Endpoints endpoints;

  Shop(Rest rest, Endpoints endpoints) {
    this.rest = rest;
    this.endpoints = endpoints;
  }

  /// Units of a product that are wanted.
  record Line(String sku, int quantity) {}

  record ProductView(String sku, long available, long held, long sold) {}

  record OrderView(
      String id,
      String status,
      @Nullable String reason,
      @Nullable Money total,
      Instant createdAt,
      Instant updatedAt) {
    boolean hasEnded() {
      return status.equals("CONFIRMED") || status.equals("CANCELLED");
    }

    boolean wasCancelledFor(String why) {
      return status.equals("CANCELLED") && why.equals(reason);
    }
  }

  record PaymentView(String id, String orderId, String status) {}

  record ParkedView(String commandId, String orderId, String customerId) {}

  /// How the saga of an order stands, and what it cannot end without.
  record SagaView(String status, List<String> owed) {}

  /// Something that happened to an order.
  record TimelineEntry(String kind, @Nullable Person by) {
    boolean is(String what) {
      return kind.equals(what);
    }

    boolean isBy(String who, String why) {
      return by != null && by.who().equals(who) && by.why().equals(why);
    }
  }

  /// Who acted by hand, and why.
  record Person(String who, String why) {}

  private record Timeline(List<TimelineEntry> items) {}

  private record Resolution(String who, String reason, String outcome) {}

  private record Registration(String name, String email) {}

  private record Identified(String id) {}

  private record ProductBody(String name, Money price, long available) {}

  private record OrderBody(String customerId, List<Line> lines) {}

  private record ParkedPage(List<ParkedView> items, @Nullable String next) {}

  private record PaymentPage(List<PaymentView> items) {}

  /// Registers a customer and lets the service choose the id.
  ///
  /// @return the id
  String register(String name) throws InterruptedException {
    var uri = at(Part.CUSTOMER, "/api/v1/customers");
    var answer = rest.post(uri, registration(name), Map.of()).expect(201);
    return rest.read(answer, Identified.class).id();
  }

  /// Registers a customer with an id of our own choice.
  void registerAs(String id) throws InterruptedException {
    rest.put(at(Part.CUSTOMER, "/api/v1/customers/" + id), registration(id)).expect(200, 201);
  }

  void stock(String sku, long price, long available) throws InterruptedException {
    var body = new ProductBody("Demo " + sku, new Money(price, "EUR"), available);
    rest.put(at(Part.INVENTORY, "/api/v1/products/" + sku), body).expect(200, 201);
  }

  ProductView product(String sku) throws InterruptedException {
    var answer = rest.get(at(Part.INVENTORY, "/api/v1/products/" + sku)).expect(200);
    return rest.read(answer, ProductView.class);
  }

  /// Places an order.
  ///
  /// @return its id
  String order(String key, String customer, List<Line> lines) throws InterruptedException {
    return rest.read(tryOrder(key, customer, lines).expect(202), Identified.class).id();
  }

  Rest.Answer tryOrder(String key, String customer, List<Line> lines) throws InterruptedException {
    return rest.post(
        at(Part.ORDERS, "/api/v1/orders"),
        new OrderBody(customer, lines),
        Map.of("Idempotency-Key", key));
  }

  OrderView order(String id) throws InterruptedException {
    return rest.read(
        rest.get(at(Part.ORDERS, "/api/v1/orders/" + id)).expect(200), OrderView.class);
  }

  void cancel(String id) throws InterruptedException {
    var uri = at(Part.ORDERS, "/api/v1/orders/" + id + "/cancellation");
    rest.post(uri, null, Map.of()).expect(200, 202, 204);
  }

  SagaView saga(String order) throws InterruptedException {
    var uri = at(Part.ORDERS, "/api/v1/sagas/" + order);
    return rest.read(rest.get(uri).expect(200), SagaView.class);
  }

  /// What happened to an order; enough lines for any order that a person could read.
  List<TimelineEntry> timeline(String order) throws InterruptedException {
    var uri = at(Part.ORDERS, "/api/v1/orders/" + order + "/timeline?limit=" + PAGE);
    return rest.read(rest.get(uri).expect(200), Timeline.class).items();
  }

  /// Ends an order by hand.
  void resolve(String order, String outcome, String who, String why) throws InterruptedException {
    var uri = at(Part.ORDERS, "/api/v1/sagas/" + order + "/resolve");
    rest.post(uri, new Resolution(who, why, outcome), Map.of()).expect(200);
  }

  List<PaymentView> payments(String orderId) throws InterruptedException {
    var uri = at(Part.PAYMENT, "/api/v1/payments?orderId=" + orderId);
    return rest.read(rest.get(uri).expect(200), PaymentPage.class).items();
  }

  /// Everything that is parked, page by page.
  List<ParkedView> parked() throws InterruptedException {
    var all = new ArrayList<ParkedView>();
    String next = null;
    do {
      var query = "/api/v1/parked?limit=" + PAGE + (next == null ? "" : "&after=" + next);
      var page = rest.read(rest.get(at(Part.PAYMENT, query)).expect(200), ParkedPage.class);
      all.addAll(page.items());
      next = page.next();
    } while (next != null);
    return all;
  }

  /// Keeps a service's messages from leaving its database, until [#releaseRelay].
  void holdRelay(Part service) throws InterruptedException {
    rest.post(switchOf(service, "hold"), null, Map.of()).expect(200);
  }

  void releaseRelay(Part service) throws InterruptedException {
    rest.post(switchOf(service, "release"), null, Map.of()).expect(200);
  }

  private URI switchOf(Part service, String action) {
    return URI.create(endpoints.management(service) + "/demo/relay/" + action);
  }

  private URI at(Part service, String path) {
    return URI.create(endpoints.api(service) + path);
  }

  private static Registration registration(String name) {
    return new Registration(name, name + "@example.org");
  }
}
