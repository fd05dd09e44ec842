package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What is parked in a world.
record ParkingLot(World world) {

  /// Lets a customer whom nobody knows pay, and waits until all of it is parked.
  ///
  /// @return the orders
  List<String> park(CustomerId customer, int count) {
    List<String> orders = new ArrayList<>();
    int before = world.parkedRecords().size();
    for (int i = 0; i < count; i++) {
      OrderId order = someOrder();
      orders.add(order.text());
      world.asksToCharge(customer, order, 1000 + i * 100);
    }
    Eventually.within(SOON, () -> assertThat(world.parkedRecords()).hasSize(before + count));
    return orders;
  }

  /// The ids of parked commands without a tombstone behind them.
  List<String> live() {
    List<String> live = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : world.parkedRecords()) {
      live.remove(record.key());
      if (record.value() != null) {
        live.add(record.key());
      }
    }
    return live;
  }
}
