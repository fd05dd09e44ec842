package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundsIT {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsOverTheBudgetIsReadBackAndReleasedInOrder() {
    // some tens of commands have room with their content
    world.start("--parkade.parking.max-bytes=100KB");
    Map<CustomerId, List<String>> expected = park(3, 200);
    Eventually.within(
        SOON, () -> assertThat(metric("parkade_gate_parked_spilled")).isBetween(450.0, 599.0));

    expected.keySet().forEach(customer -> world.registers(customer).join());

    assertReleased(expected);
    assertThat(metric("parkade_gate_readbacks_total")).isGreaterThan(450);
    assertThat(metric("parkade_gate_readback_failures_total")).isZero();
    assertThat(metric("parkade_gate_order_violations_total")).isZero();
    Eventually.within(SOON, () -> assertThat(metric("parkade_gate_parked_spilled")).isZero());
  }

  @Test
  void aRestartRespectsTheBudgetAndFindsWhatWasSpilled() {
    world.start("--parkade.parking.max-bytes=0");
    Map<CustomerId, List<String>> expected = park(2, 50);
    world.stop();

    world.start("--parkade.parking.max-bytes=0");
    Eventually.within(SOON, () -> assertThat(metric("parkade_gate_parked_spilled")).isEqualTo(100));
    expected.keySet().forEach(customer -> world.registers(customer).join());

    assertReleased(expected);
  }

  @Test
  void aSpilledCommandIsCancelledByItsRefundAndToldAgainWhenItComesAgain() {
    world.start("--parkade.parking.max-bytes=0");
    CustomerId customer = someCustomer("spilled");
    Message<ChargePayment> cancelled = world.asksToCharge(customer, someOrder(), 100);
    Message<ChargePayment> repeated = world.asksToCharge(customer, someOrder(), 200);
    Eventually.within(SOON, () -> assertThat(world.parkedRecords()).hasSize(2));
    String again = repeated.body().orderId().text();

    world.asksToRefund(customer, cancelled.body().orderId());
    world.send(repeated).join();

    Eventually.within(
        SOON,
        () -> assertThat(world.directReplies()).filteredOn(r -> r.key().equals(again)).hasSize(2));
    world.registers(customer).join();
    Eventually.within(
        SOON, () -> assertThat(world.status(repeated.body().orderId())).isEqualTo("CHARGED"));
    assertThat(world.status(cancelled.body().orderId())).isEqualTo("VOIDED");
  }

  @Test
  void aSpilledCommandIsTriedAgainAndSetAsideAsIfItHadStayedInMemory() {
    world.start(
        "--parkade.parking.max-bytes=0",
        "--parkade.parking.after-dead-letter=continue",
        "--parkade.parking.retry.initial=100ms",
        "--parkade.parking.retry.max-attempts=4");
    CustomerId customer = someCustomer("unlucky");
    world.registers(customer).join();
    OrderId late = world.asksToCharge(customer, someOrder(), 1034).body().orderId();
    OrderId never = world.asksToCharge(customer, someOrder(), 1035).body().orderId();
    OrderId next = world.asksToCharge(customer, someOrder(), 1000).body().orderId();

    Eventually.within(SOON, () -> assertThat(world.status(next)).isEqualTo("CHARGED"));

    assertThat(world.decided(customer)).containsExactly(late.text(), next.text());
    assertThat(world.deadLetters())
        .singleElement()
        .satisfies(
            dead -> assertThat(new String(dead.value(), UTF_8)).contains(never.text(), "1035"));
    assertThat(metric("parkade_gate_readbacks_total")).isPositive();
  }

  @Test
  void aSpilledCommandIsSetAsideWithItsWholeContent() {
    world.start("--parkade.parking.max-bytes=0", "--parkade.parking.max-age=1s");
    CustomerId customer = someCustomer("never");
    OrderId order = someOrder();

    world.asksToCharge(customer, order, 1234);

    Eventually.within(SOON, () -> assertThat(world.deadLetters()).hasSize(1));
    var dead = world.deadLetters().getFirst();
    assertThat(header(dead, "parkade_dlq_reason")).isEqualTo("CUSTOMER_NEVER_ARRIVED");
    assertThat(header(dead, "ce_type")).isEqualTo("parkade.payment.charge.v1");
    assertThat(new String(dead.value(), UTF_8)).contains(order.text(), "1234");
  }

  @Test
  void aCustomerWithThousandsOfWaitingPaymentsDelaysAnotherByOneSliceOnly() {
    world.start("--parkade.parking.release-per-customer=100");
    CustomerId crowd = someCustomer("crowd");
    CustomerId single = samePartitionAs(crowd);
    List<String> waiting = park(crowd, 3_000);
    String order = park(single, 1).getFirst();

    world
        .progress()
        .whileStopped(
            () -> {
              // both in one poll
              world.registers(crowd);
              world.registers(single);
            });
    Eventually.within(SOON, () -> assertThat(world.decided(single)).containsExactly(order));
    Eventually.within(SOON, () -> assertThat(world.decided(crowd)).isEqualTo(waiting));

    long overtook =
        world
            .jdbc()
            .sql(
                """
                select count(*) from payment c, payment s
                where c.customer_id = :crowd and s.customer_id = :single and c.seq < s.seq
                """)
            .param("crowd", crowd.text())
            .param("single", single.text())
            .query(Long.class)
            .single();
    assertThat(overtook).isLessThanOrEqualTo(100);
  }

  @Test
  void aStalledFeedOfCustomersRaisesAnAlarmAndFlushesNothing() {
    world.start("--parkade.parking.max-age=2s", "--parkade.parking.stall-growth=5");
    park(someCustomer("stalled"), 6);

    Eventually.within(
        SOON, () -> assertThat(metric("parkade_gate_oldest_age_seconds")).isGreaterThan(4));

    Eventually.within(SOON, () -> assertThat(metric("parkade_gate_feed_stalled")).isEqualTo(1));
    assertThat(world.deadLetters()).isEmpty();
    // the feed lives again: from now on their age counts
    world.registers(someCustomer("alive")).join();
    Eventually.within(SOON, () -> assertThat(metric("parkade_gate_feed_stalled")).isZero());
    Eventually.within(SOON, () -> assertThat(world.deadLetters()).hasSize(6));
  }

  private static CustomerId samePartitionAs(CustomerId other) {
    CustomerId candidate = someCustomer("single");
    while (Partitioning.of(candidate.text(), 6) != Partitioning.of(other.text(), 6)) {
      candidate = someCustomer("single");
    }
    return candidate;
  }

  /// Their orders, in the order in which they have to be decided.
  private Map<CustomerId, List<String>> park(int customers, int each) {
    Map<CustomerId, List<String>> orders = new LinkedHashMap<>();
    for (int i = 0; i < customers; i++) {
      CustomerId customer = someCustomer("bounds");
      orders.put(customer, park(customer, each));
    }
    return orders;
  }

  private List<String> park(CustomerId customer, int count) {
    double before = metric("parkade_gate_parkings_total");
    List<String> orders = new ArrayList<>();
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Message<ChargePayment> command = world.charge(customer, someOrder(), 1000);
      orders.add(command.body().orderId().text());
      sent.add(world.send(command));
    }
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    Eventually.within(
        SOON, () -> assertThat(metric("parkade_gate_parkings_total")).isEqualTo(before + count));
    return orders;
  }

  private void assertReleased(Map<CustomerId, List<String>> expected) {
    Eventually.within(
        SOON,
        () ->
            expected.forEach(
                (customer, orders) ->
                    assertThat(world.decided(customer)).containsExactlyElementsOf(orders)));
  }

  private double metric(String name) {
    return world
        .get("/actuator/prometheus", true)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
