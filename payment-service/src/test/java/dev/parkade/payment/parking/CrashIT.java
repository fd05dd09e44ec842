package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.STARTED;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.scenario.HoldPoint;
import dev.parkade.payment.scenario.ServiceProcess;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Instances that are killed, or frozen for longer than their session, at the worst moments.
class CrashIT {

  private static final List<HoldPoint> KILLS =
      List.of(
          HoldPoint.BEFORE_PARKED_WRITE,
          HoldPoint.AFTER_PARKED_WRITE,
          HoldPoint.BEFORE_CHARGE_COMMIT,
          HoldPoint.AFTER_CHARGE_COMMIT,
          HoldPoint.AFTER_TOMBSTONE);

  private final World world = new World();
  private final Map<CustomerId, List<String>> expected = new LinkedHashMap<>();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void settlesEveryCommandOnceAndInOrderWhereverItIsKilled() {
    List<OrderId> refunded = new ArrayList<>();
    for (HoldPoint point : KILLS) {
      try (ServiceProcess instance =
          world.startProcess(directory.resolve(point.name()), "test", point)) {
        Eventually.within(STARTED, () -> assertThat(instance.log()).contains("the gate runs"));
        List<CustomerId> customers = new ArrayList<>();
        int before = world.parkedRecords().size();
        for (int i = 0; i < 6; i++) {
          customers.add(race("crash", 3));
        }
        Eventually.within(
            SOON,
            () ->
                assertThat(instance.isHeld() || world.parkedRecords().size() >= before + 18)
                    .isTrue());
        customers.forEach(customer -> world.registers(customer).join());
        Eventually.within(SOON, () -> assertThat(instance.isHeld()).as(instance.log()).isTrue());
        // decided by nobody yet, and refunded before anybody else looks at it
        CustomerId cancelled = customers.getFirst();
        OrderId order = new OrderId(UUID.fromString(expected.get(cancelled).getLast()));
        world.asksToRefund(cancelled, order);
        refunded.add(order);

        instance.kill();

        assertThat(instance.isAlive()).isFalse();
      }
    }

    world.start();

    settledOnceAndInOrder();
    Eventually.within(
        SOON,
        () ->
            assertThat(refunded)
                .allSatisfy(order -> assertThat(world.status(order)).isIn("VOIDED", "REFUNDED")));
  }

  @Test
  void aZombieIsRefusedWhereverItWasFrozen() {
    var before = HoldPoint.BEFORE_CHARGE_TRANSACTION;
    var amid = HoldPoint.BEFORE_CHARGE_COMMIT;
    try (ServiceProcess outside = world.startProcess(directory.resolve("outside"), "b", before);
        ServiceProcess inside = world.startProcess(directory.resolve("inside"), "c", amid)) {
      Eventually.within(
          STARTED,
          () -> {
            assertThat(outside.log()).contains("the gate runs for partitions [0, 1, 2]");
            assertThat(inside.log()).contains("the gate runs for partitions [3, 4, 5]");
          });
      for (int i = 0; i < 24; i++) {
        CustomerId customer = race("zombie", 3);
        world.registers(customer).join();
      }
      Eventually.within(
          SOON,
          () -> {
            assertThat(outside.isHeld()).isTrue();
            assertThat(inside.isHeld()).isTrue();
          });
      outside.freeze();
      inside.freeze();

      world.start();
      settledOnceAndInOrder();
      List<String> settled = payments();

      outside.letGo();
      inside.letGo();
      outside.thaw();
      inside.thaw();

      Eventually.within(
          SOON,
          () -> {
            assertThat(outside.log()).contains("were moved by another consumer; dropping the work");
            // its transaction was ended by the database, or the successor could not have begun
            assertThat(inside.log()).containsAnyOf("idle-in-transaction", "I/O error", "terminat");
          });
      Eventually.holdsFor(Duration.ofSeconds(1), () -> assertThat(payments()).isEqualTo(settled));
      settledOnceAndInOrder();
      assertThat(outside.isAlive()).isTrue();
      assertThat(inside.isAlive()).isTrue();
    }
  }

  /// Sends payments of a customer whom nobody knows yet.
  private CustomerId race(String name, int count) {
    CustomerId customer = someCustomer(name);
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OrderId order = someOrder();
      orders.add(order.text());
      var unused = world.asksToCharge(customer, order, 1000 + i * 100);
    }
    expected.put(customer, orders);
    return customer;
  }

  private void settledOnceAndInOrder() {
    Eventually.within(
        SOON,
        () ->
            expected.forEach(
                (customer, orders) ->
                    assertThat(world.decided(customer))
                        .containsExactlyInAnyOrderElementsOf(orders)));
    // a refund may decide its order earlier than its turn; charges may not
    expected.keySet().forEach(customer -> assertThat(chargeOffsets(customer)).isSorted());
    assertThat(world.deadLetters()).isEmpty();
    Eventually.within(
        SOON, () -> assertThat(world.get("/api/v1/parked", false)).startsWith("{\"items\":[]"));
  }

  private List<Long> chargeOffsets(CustomerId customer) {
    return world
        .jdbc()
        .sql(
            """
            select command_offset from payment
            where customer_id = :id and status <> 'VOIDED' order by seq
            """)
        .param("id", customer.text())
        .query(Long.class)
        .list();
  }

  private List<String> payments() {
    return world
        .jdbc()
        .sql("select payment_id || ' ' || status || ' ' || seq from payment order by seq")
        .query(String.class)
        .list();
  }
}
