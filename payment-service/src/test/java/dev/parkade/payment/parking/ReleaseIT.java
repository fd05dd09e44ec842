package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.ParkedHeaders;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/// From parked to charged, by the event that registers the customer.
@ExtendWith(SharedGate.class)
class ReleaseIT {

  private final World world;

  ReleaseIT(World world) {
    this.world = world;
  }

  @Test
  void chargesAKnownCustomerWithoutParking() {
    CustomerId customer = someCustomer("known");
    OrderId order = someOrder();
    world.registers(customer).join();

    Message<ChargePayment> command = world.asksToCharge(customer, order, 1250);

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    assertThat(world.replies(order)).singleElement().asString().contains("payment.charged.v1");
    assertThat(world.get("/api/v1/payments?orderId=" + order, false))
        .contains("\"status\":\"CHARGED\"")
        .contains("\"amount\":1250");
    assertThat(parkedOf(command)).isEmpty();
  }

  @Test
  void parksUntilTheCustomerArrivesAndThenChargesInOrder() {
    CustomerId customer = someCustomer("late");
    List<Message<ChargePayment>> commands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      commands.add(world.asksToCharge(customer, someOrder(), 1000 + i * 100));
    }
    Eventually.within(SOON, () -> assertThat(parkedOf(commands.get(2))).hasSize(1));
    OrderId first = commands.getFirst().body().orderId();
    Eventually.within(
        SOON, () -> assertThat(world.directReplies()).anyMatch(r -> r.key().equals(first.text())));
    Eventually.within(
        SOON,
        () ->
            assertThat(world.get("/api/v1/parked?customerId=" + customer, false))
                .contains(first.text())
                .contains("CUSTOMER_UNKNOWN"));

    world.registers(customer).join();

    List<String> orders = commands.stream().map(c -> c.body().orderId().text()).toList();
    Eventually.within(SOON, () -> assertThat(world.decided(customer)).hasSize(3));
    assertThat(world.decided(customer)).containsExactlyElementsOf(orders);
    Eventually.within(
        SOON,
        () ->
            assertThat(world.get("/api/v1/parked?customerId=" + customer, false))
                .startsWith("{\"items\":[],\"partitions\":[0,1,2,3,4,5]"));
    ConsumerRecord<String, byte[]> parked = parkedOf(commands.getFirst()).getFirst();
    assertThat(header(parked, ParkedHeaders.REASON)).isEqualTo("CUSTOMER_UNKNOWN");
    assertThat(header(parked, ParkedHeaders.ATTEMPTS)).isEqualTo("0");
  }

  @Test
  void releasesTwoHundredLateCustomersAtOnceInOrderWithTwoWritesEach() {
    Map<CustomerId, List<String>> expected = new LinkedHashMap<>();
    List<Message<ChargePayment>> commands = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      CustomerId customer = someCustomer("burst");
      List<Message<ChargePayment>> two =
          List.of(
              world.charge(customer, someOrder(), 1000), world.charge(customer, someOrder(), 2000));
      two.forEach(world::send);
      commands.addAll(two);
      expected.put(customer, two.stream().map(c -> c.body().orderId().text()).toList());
    }
    Eventually.within(SOON, () -> assertThat(parkedOf(commands)).hasSize(400));

    allOf(expected.keySet().stream().map(world::registers)).join();

    Eventually.within(
        SOON,
        () ->
            expected.forEach(
                (customer, orders) ->
                    assertThat(world.decided(customer)).containsExactlyElementsOf(orders)));
    Eventually.within(SOON, () -> assertThat(parkedOf(commands)).hasSize(800));
    // nothing that only a timer could have woken; how soon it is, is what the demo measures
    assertThat(wakeMillis(0.99)).isLessThan(20_000);
    assertThat(metric("parkade_gate_order_violations_total")).isZero();
  }

  @Test
  void aReplayThatOthersParkIsReleasedInItsPlace() {
    CustomerId customer = someCustomer("replay");
    world.registers(customer).join();
    Message<ChargePayment> before = world.asksToCharge(customer, someOrder(), 100);
    Eventually.within(
        SOON, () -> assertThat(world.status(before.body().orderId())).isEqualTo("CHARGED"));
    Message<ChargePayment> replayed = world.charge(customer, someOrder(), 200);
    int partition = Partitioning.of(customer.text(), Topics.PARTITIONS);

    world
        .send(world.record(Topics.PAYMENT_PARKED, partition, replayed.id().text(), replayed))
        .join();

    Eventually.within(
        SOON, () -> assertThat(world.status(replayed.body().orderId())).isEqualTo("CHARGED"));
    Eventually.within(SOON, () -> assertThat(parkedOf(replayed)).hasSize(2));
  }

  private List<ConsumerRecord<String, byte[]>> parkedOf(Message<?> command) {
    return parkedOf(List.of(command));
  }

  private List<ConsumerRecord<String, byte[]>> parkedOf(List<? extends Message<?>> of) {
    List<String> ids = of.stream().map(c -> c.id().text()).toList();
    return world.parkedRecords().stream().filter(r -> ids.contains(r.key())).toList();
  }

  private static CompletableFuture<Void> allOf(Stream<CompletableFuture<?>> sent) {
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
  }

  private double metric(String name) {
    return world
        .get("/actuator/prometheus", true)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// From the customer's commit to the charge, as the payment rows tell.
  private double wakeMillis(double share) {
    Duration wake =
        Duration.ofNanos(
            world
                .jdbc()
                .sql(
                    """
                    select (extract(epoch from percentile_disc(:share) within group
                      (order by charged_at - customer_committed_at)) * 1000000000)::bigint
                    from payment where customer_id like 'burst-%'
                    """)
                .param("share", share)
                .query(Long.class)
                .single());
    LoggerFactory.getLogger(ReleaseIT.class).info("wake p{} {}", share * 100, wake);
    return wake.toNanos() / 1e6;
  }
}
