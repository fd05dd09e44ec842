package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Payments whose customer never comes, or came unseen.
class ExpiryIT {

  private final World world = new World();
  private final ParkingLot lot = new ParkingLot(world);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void setsAsideWhatWaitsForACustomerWhoNeverComes() {
    world.start("--parkade.parking.max-age=2s");
    CustomerId customer = someCustomer("never");
    OrderId order = someOrder();
    world.asksToCharge(customer, order, 1000);

    Eventually.within(SOON, () -> assertThat(world.deadLetters()).hasSize(1));

    ConsumerRecord<String, byte[]> dead = world.deadLetters().getFirst();
    assertThat(World.header(dead, "parkade_dlq_reason")).isEqualTo("CUSTOMER_NEVER_ARRIVED");
    assertThat(World.header(dead, "parkade_dlq_origin_topic")).isEqualTo("payment.commands");
    assertThat(World.header(dead, "parkade_dlq_detail")).contains(order.text(), "since");
    assertThat(World.header(dead, "parkade_dlq_attempts")).as("never asked for").isEqualTo("0");
    assertThat(World.header(dead, "parkade_dlq_detail"))
        .contains("since " + World.header(dead, "parkade_dlq_first_failure"));
    assertThat(dead.key()).isEqualTo(customer.text());
    assertThat(World.header(dead, "ce_type")).isEqualTo("parkade.payment.charge.v1");
    Eventually.within(SOON, () -> assertThat(lot.live()).isEmpty());
    assertThat(world.status(order)).isNull();
    assertThat(world.replies(order)).isEmpty();
  }

  @Test
  void aProviderWhoIsAwayIsNotTakenForAStalledFeedOfCustomers() {
    world.start(
        "--spring.profiles.active=demo",
        "--parkade.parking.max-age=6s",
        "--parkade.parking.stall-growth=5",
        "--parkade.parking.retry.initial=20s");
    List<CustomerId> known = Stream.generate(() -> someCustomer("known")).limit(6).toList();
    known.forEach(it -> world.registers(it).join());
    known.forEach(it -> world.asksToCharge(it, someOrder(), 1000));
    Eventually.within(
        SOON, () -> assertThat(known).allSatisfy(it -> assertThat(world.decided(it)).hasSize(1)));
    world.post("/demo/provider/down");
    OrderId never = someOrder();
    world.asksToCharge(someCustomer("never"), never, 1000);
    known.forEach(it -> world.asksToCharge(it, someOrder(), 1000));
    Eventually.within(
        SOON,
        () ->
            assertThat(world.parkedRecords())
                .extracting(ConsumerRecord::key)
                .as("one and six")
                .hasSizeGreaterThanOrEqualTo(7));

    Eventually.within(
        SOON,
        () ->
            assertThat(world.deadLetters())
                .extracting(it -> World.header(it, "ce_correlationid"))
                .containsExactly(never.text()));
  }

  @Test
  void aCustomerWhoCameWhileTheServiceWasDownIsNotTooLate() {
    world.start();
    CustomerId customer = someCustomer("meanwhile");
    List<String> orders = lot.park(customer, 2);
    world.stop();
    world.registers(customer).join();

    // everything that waits is too old when the service is back
    world.start("--parkade.parking.max-age=10ms");

    Eventually.within(SOON, () -> assertThat(world.decided(customer)).isEqualTo(orders));
    assertThat(world.deadLetters()).isEmpty();
  }
}
