package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// While the provider does not answer, commands wait on their topic.
class ProviderOutageIT {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anUnansweringProviderPausesTheCommandsAndParksFewOfThem() {
    world.start(
        "--spring.profiles.active=demo",
        "--parkade.payment.gateway.breaker-open-for=1s",
        "--parkade.parking.retry.initial=200ms");
    CustomerId warm = someCustomer("warm");
    world.registers(warm).join();
    world.post("/demo/provider/down");
    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      CustomerId customer = someCustomer("outage");
      world.registers(customer);
      orders.add(someOrder());
      world.send(world.charge(customer, orders.get(i), 1000));
    }
    Eventually.within(
        SOON,
        () ->
            assertThat(world.get("/actuator/health/readiness", true))
                .contains("\"circuit\":\"open\""));
    int parked = world.parkedRecords().size();

    world.post("/demo/provider/up");

    Eventually.within(
        SOON,
        () ->
            assertThat(orders)
                .allSatisfy(order -> assertThat(world.status(order)).isEqualTo("CHARGED")));
    assertThat(parked).isLessThan(150);
  }

  @Test
  void aCommandThatTheProviderWasNotAskedForIsNotPassedOverByWhatComesBehindIt() {
    world.start();
    CustomerId first = someCustomer("unanswered");
    int partition = Partitioning.of(first.text(), Topics.PARTITIONS);
    CustomerId second = someCustomerOn(partition);
    OrderId warmUp = someOrder();
    world.registers(first).join();
    world.registers(second).join();
    world.asksToCharge(second, warmUp, 1000);
    Eventually.within(SOON, () -> assertThat(world.status(warmUp)).isEqualTo("CHARGED"));
    world.stop();
    // the poll fails as a whole, and is handled record by record
    world.registers(someCustomerOn(partition), "no text in PostgreSQL: \u0000").join();
    world.asksToCharge(first, someOrder(), 1035);
    OrderId notAsked = someOrder();
    world.asksToCharge(second, notAsked, 1000);
    world.asksToCharge(someCustomerOn(partition), someOrder(), 1000);

    world.start(
        "--parkade.payment.gateway.breaker-window=1",
        "--parkade.payment.gateway.breaker-minimum-calls=1",
        "--parkade.payment.gateway.breaker-trial-calls=1",
        "--parkade.payment.gateway.breaker-open-for=1s",
        "--parkade.parking.retry.initial=100ms",
        "--parkade.parking.retry.max-attempts=2");

    Eventually.within(SOON, () -> assertThat(world.status(notAsked)).isEqualTo("CHARGED"));
  }

  private static CustomerId someCustomerOn(int partition) {
    CustomerId customer = someCustomer("neighbour");
    while (Partitioning.of(customer.text(), Topics.PARTITIONS) != partition) {
      customer = someCustomer("neighbour");
    }
    return customer;
  }
}
