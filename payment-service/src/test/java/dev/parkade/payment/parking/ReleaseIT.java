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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReleaseIT {

  private static final World WORLD = new World();

  @BeforeAll
  static void start() {
    WORLD.start();
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void chargesAKnownCustomerWithoutParking() {
    CustomerId customer = someCustomer("known");
    OrderId order = someOrder();
    WORLD.registers(customer).join();

    Message<ChargePayment> command = WORLD.asksToCharge(customer, order, 1250);

    Eventually.within(SOON, () -> assertThat(WORLD.status(order)).isEqualTo("CHARGED"));
    assertThat(WORLD.replies(order)).singleElement().asString().contains("payment.charged.v1");
    assertThat(WORLD.get("/api/v1/payments?orderId=" + order, false))
        .contains("\"status\":\"CHARGED\"")
        .contains("\"amount\":1250");
    assertThat(parkedOf(command)).isEmpty();
  }

  @Test
  void parksUntilTheCustomerArrivesAndThenChargesInOrder() {
    CustomerId customer = someCustomer("late");
    List<Message<ChargePayment>> commands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      commands.add(WORLD.asksToCharge(customer, someOrder(), 1000 + i * 100));
    }
    Eventually.within(SOON, () -> assertThat(parkedOf(commands.get(2))).hasSize(1));
    OrderId first = commands.getFirst().body().orderId();
    Eventually.within(
        SOON, () -> assertThat(WORLD.directReplies()).anyMatch(r -> r.key().equals(first.text())));
    assertThat(WORLD.get("/api/v1/parked?customerId=" + customer, false))
        .contains(first.text())
        .contains("CUSTOMER_UNKNOWN");

    WORLD.registers(customer).join();

    List<String> orders = commands.stream().map(c -> c.body().orderId().text()).toList();
    Eventually.within(SOON, () -> assertThat(WORLD.decided(customer)).hasSize(3));
    assertThat(WORLD.decided(customer)).containsExactlyElementsOf(orders);
    Eventually.within(
        SOON,
        () ->
            assertThat(WORLD.get("/api/v1/parked?customerId=" + customer, false))
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
              WORLD.charge(customer, someOrder(), 1000), WORLD.charge(customer, someOrder(), 2000));
      two.forEach(WORLD::send);
      commands.addAll(two);
      expected.put(customer, two.stream().map(c -> c.body().orderId().text()).toList());
    }
    Eventually.within(SOON, () -> assertThat(parkedOf(commands)).hasSize(400));

    allOf(expected.keySet().stream().map(WORLD::registers)).join();

    Eventually.within(
        SOON,
        () ->
            expected.forEach(
                (customer, orders) ->
                    assertThat(WORLD.decided(customer)).containsExactlyElementsOf(orders)));
    Eventually.within(SOON, () -> assertThat(parkedOf(commands)).hasSize(800));
    // far below any timer of the gate, so it was the event that woke them; the demo has the figure
    assertThat(wakeMillis(0.99)).isLessThan(5_000);
    assertThat(metric("parkade_gate_order_violations_total")).isZero();
  }

  @Test
  void aReplayThatOthersParkIsReleasedInItsPlace() {
    CustomerId customer = someCustomer("replay");
    WORLD.registers(customer).join();
    Message<ChargePayment> before = WORLD.asksToCharge(customer, someOrder(), 100);
    Eventually.within(
        SOON, () -> assertThat(WORLD.status(before.body().orderId())).isEqualTo("CHARGED"));
    Message<ChargePayment> replayed = WORLD.charge(customer, someOrder(), 200);
    int partition = Partitioning.of(customer.text(), Topics.PARTITIONS);

    WORLD
        .send(WORLD.record(Topics.PAYMENT_PARKED, partition, replayed.id().text(), replayed))
        .join();

    Eventually.within(
        SOON, () -> assertThat(WORLD.status(replayed.body().orderId())).isEqualTo("CHARGED"));
    Eventually.within(SOON, () -> assertThat(parkedOf(replayed)).hasSize(2));
  }

  private static List<ConsumerRecord<String, byte[]>> parkedOf(Message<?> command) {
    return parkedOf(List.of(command));
  }

  private static List<ConsumerRecord<String, byte[]>> parkedOf(List<? extends Message<?>> of) {
    List<String> ids = of.stream().map(c -> c.id().text()).toList();
    return WORLD.parkedRecords().stream().filter(r -> ids.contains(r.key())).toList();
  }

  private static CompletableFuture<Void> allOf(Stream<CompletableFuture<?>> sent) {
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
  }

  private static double metric(String name) {
    return WORLD
        .get("/actuator/prometheus", true)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// From the customer's commit to the charge, as the payment rows tell.
  private static double wakeMillis(double share) {
    Duration wake =
        Duration.ofNanos(
            WORLD
                .jdbc()
                .sql(
                    """
                    select (extract(epoch from percentile_disc(:share) within group
                      (order by charged_at - customer_committed_at)) * 1000000000)::bigint
                    from payment
                    """)
                .param("share", share)
                .query(Long.class)
                .single());
    LoggerFactory.getLogger(ReleaseIT.class).info("wake p{} {}", share * 100, wake);
    return wake.toNanos() / 1e6;
  }
}
