package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReleaseIT {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void chargesAKnownCustomerWithoutParking() {
    world.start();
    CustomerId customer = someCustomer("known");
    OrderId order = someOrder();
    world.registers(customer).join();

    world.asksToCharge(customer, order, 1250);

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    assertThat(world.replies(order)).singleElement().asString().contains("payment.charged.v1");
    assertThat(world.parkedRecords()).isEmpty();
  }

  @Test
  void parksUntilTheCustomerArrivesAndThenChargesInOrder() {
    world.start();
    CustomerId customer = someCustomer("late");
    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      orders.add(someOrder());
      world.asksToCharge(customer, orders.get(i), 1000 + i * 100);
    }
    Eventually.within(SOON, () -> assertThat(world.parkedRecords()).hasSize(3));
    Eventually.within(SOON, () -> assertThat(world.directReplies()).hasSize(3));
    assertThat(world.get("/api/v1/parked?customerId=" + customer, false))
        .contains(orders.getFirst().text())
        .contains("CUSTOMER_UNKNOWN");

    world.registers(customer).join();

    Eventually.within(SOON, () -> assertThat(world.decided(customer)).hasSize(3));
    assertThat(world.decided(customer))
        .containsExactlyElementsOf(orders.stream().map(OrderId::text).toList());
    assertThat(world.get("/api/v1/parked?customerId=" + customer, false))
        .isEqualTo("{\"items\":[]}");
    assertThat(world.get("/api/v1/payments?orderId=" + orders.getFirst(), false))
        .contains("CHARGED");
  }

  @Test
  void releasesTwoHundredLateCustomersAtOnceInOrderWithTwoWritesEach() {
    world.start();
    Map<CustomerId, List<String>> expected = new LinkedHashMap<>();
    for (int i = 0; i < 200; i++) {
      CustomerId customer = someCustomer("burst");
      OrderId first = someOrder();
      OrderId second = someOrder();
      expected.put(customer, List.of(first.text(), second.text()));
      world.send(world.charge(customer, first, 1000));
      world.send(world.charge(customer, second, 2000));
    }
    Eventually.within(SOON, () -> assertThat(world.parkedRecords()).hasSize(400));

    CompletableFuture.allOf(
            expected.keySet().stream().map(world::registers).toArray(CompletableFuture[]::new))
        .join();

    Eventually.within(
        SOON,
        () ->
            expected.forEach(
                (customer, orders) ->
                    assertThat(world.decided(customer)).containsExactlyElementsOf(orders)));
    Eventually.within(SOON, () -> assertThat(world.parkedRecords()).hasSize(800));
    assertThat(wakeMillis(0.99)).isLessThan(250);
  }

  private double wakeMillis(double share) {
    double millis =
        world
            .jdbc()
            .sql(
                """
                select extract(epoch from percentile_disc(:share) within group
                  (order by charged_at - customer_committed_at)) * 1000 from payment
                """)
            .param("share", share)
            .query(Double.class)
            .single();
    org.slf4j.LoggerFactory.getLogger("dev.parkade.payment.wake")
        .info("wake p{}: {} ms", share * 100, millis);
    return millis;
  }
}
