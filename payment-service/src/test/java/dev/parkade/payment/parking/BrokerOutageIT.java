package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.environment.Broker;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BrokerOutageIT {

  private static final Duration LIMIT = Eventually.SOON;

  @Test
  void losesAndDoublesNothingWhenTheBrokerIsKilledWhilePaymentsWait() throws Exception {
    try (Broker broker = Environment.startBroker();
        World world = new World(broker.bootstrapServers()).start()) {
      Map<CustomerId, List<String>> expected = new LinkedHashMap<>();
      for (int i = 0; i < 50; i++) {
        CustomerId customer = someCustomer("outage");
        List<String> orders = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
          OrderId order = someOrder();
          orders.add(order.text());
          world.asksToCharge(customer, order, 1000 + n * 100);
        }
        expected.put(customer, orders);
      }
      List<CompletableFuture<?>> registered = new ArrayList<>();

      expected.keySet().forEach(customer -> registered.add(world.registers(customer)));
      broker.kill();
      broker.restart();
      CompletableFuture.allOf(registered.toArray(CompletableFuture[]::new)).join();

      Eventually.within(
          LIMIT,
          () ->
              expected.forEach(
                  (customer, orders) ->
                      assertThat(world.decided(customer)).containsExactlyElementsOf(orders)));
      Eventually.within(
          LIMIT, () -> assertThat(world.get("/api/v1/parked", false)).startsWith("{\"items\":[],"));
      assertThat(world.deadLetters()).isEmpty();
    }
  }
}
