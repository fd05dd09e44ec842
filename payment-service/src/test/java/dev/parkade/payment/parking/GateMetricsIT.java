package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateMetricsIT {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyFigureOfTheGateIsThereAndRight() {
    world.start("--parkade.parking.retry.max-attempts=1");
    CustomerId unlucky = someCustomer("unlucky");
    world.registers(unlucky).join();
    Eventually.within(
        SOON,
        () ->
            assertThat(world.jdbc().sql("select count(*) from customer").query(Long.class).single())
                .isEqualTo(1));
    CustomerId waiting = someCustomer("waiting");
    CustomerId refunded = someCustomer("refunded");
    CustomerId late = someCustomer("late");
    OrderId cancelled = someOrder();
    world.asksToCharge(waiting, someOrder(), 1000);
    world.asksToCharge(refunded, cancelled, 1000);
    world.asksToCharge(late, someOrder(), 1000);
    world.asksToCharge(late, someOrder(), 1000);
    Eventually.within(SOON, () -> assertThat(world.parkedRecords()).hasSize(4));

    world.asksToRefund(refunded, cancelled);
    world.registers(late).join();
    Eventually.within(SOON, () -> assertThat(world.decided(late)).hasSize(2));
    world.asksToCharge(unlucky, someOrder(), 1035);
    putOnAForeignPartition(world.charge(late, someOrder(), 1000));
    Eventually.within(SOON, () -> assertThat(world.deadLetters()).hasSize(2));

    // who waits still, and the dead letter that blocks
    Eventually.within(SOON, () -> assertThat(figure("parkade_gate_parked")).isEqualTo(2));
    assertThat(figure("parkade_gate_parked_bytes")).isBetween(500.0, 100_000.0);
    Eventually.within(
        SOON, () -> assertThat(figure("parkade_gate_oldest_age_seconds")).isBetween(0.001, 600.0));
    Eventually.within(SOON, this::countersAreRight);
    for (String topic : List.of("customer.events", "payment.commands")) {
      String label = "topic=\"" + topic + "\"";
      Eventually.within(
          SOON, () -> assertThat(figure("parkade_consumer_lag_records", label)).isZero());
      Eventually.within(
          SOON, () -> assertThat(figure("parkade_consumer_lag_seconds", label)).isZero());
    }
    assertThat(lines("parkade_consumer_lag_seconds", "payment.parked")).isEmpty();
    assertThat(figure("parkade_consumer_lag_read_age_seconds")).isBetween(0.0, 60.0);
  }

  /// What is counted behind a commit.
  private void countersAreRight() {
    assertThat(figure("parkade_gate_blocked_customers")).isEqualTo(1);
    assertThat(figure("parkade_gate_customers")).isGreaterThanOrEqualTo(2);
    assertThat(figure("parkade_gate_feed_stalled")).isZero();
    assertThat(figure("parkade_gate_settled_total", "cause=\"RELEASED\"")).isEqualTo(2);
    assertThat(figure("parkade_gate_settled_total", "cause=\"REFUNDED\"")).isEqualTo(1);
    for (SettleCause cause : SettleCause.values()) {
      assertThat(lines("parkade_gate_settled_total", "cause=\"" + cause + "\"")).hasSize(1);
    }
    assertThat(figure("parkade_gate_wake_seconds_count")).isEqualTo(2);
    assertThat(figure("parkade_gate_wake_seconds_sum")).isBetween(0.0, 240.0);
    assertThat(figure("parkade_gate_wake_seconds_bucket", "le=\"+Inf\"")).isEqualTo(2);
    assertThat(lines("parkade_gate_wake_seconds_bucket")).hasSizeGreaterThan(10);
    assertThat(figure("parkade_gate_waited_seconds_count")).isEqualTo(3);
    assertThat(figure("parkade_gate_waited_seconds_bucket", "le=\"60.0\"")).isEqualTo(3);
    assertThat(figure("parkade_gate_order_violations_total")).isZero();
    assertThat(figure("parkade_gate_partitioner_mismatches_total")).isEqualTo(1);
    assertThat(deadLetters("RETRIES_EXHAUSTED")).isEqualTo(1);
    assertThat(deadLetters("WRONG_KEY")).isEqualTo(1);
    assertThat(deadLetters("HANDLER_FAILED")).as("there from the start").isZero();
    assertThat(figure("parkade_gate_bootstrap_seconds_count")).isGreaterThanOrEqualTo(1);
    assertThat(figure("parkade_gate_bootstrap_seconds_sum")).isBetween(0.0, 240.0);
    assertThat(figure("parkade_gate_max_age_seconds")).isPositive();
  }

  /// Dead letters of all topics for a reason.
  private double deadLetters(String reason) {
    return lines("parkade_deadletter_records_total", "reason=\"" + reason + "\"").stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void putOnAForeignPartition(Message<ChargePayment> charge) {
    String customer = charge.body().customerId().text();
    int elsewhere = (Partitioning.of(customer, Topics.PARTITIONS) + 1) % Topics.PARTITIONS;
    world.send(world.record(Topics.PAYMENT_COMMANDS, elsewhere, customer, charge)).join();
  }

  /// The only sample of this name with these labels.
  private double figure(String name, String... labels) {
    List<String> found = lines(name, labels);
    assertThat(found).as("%s %s", name, Arrays.toString(labels)).hasSize(1);
    return Double.parseDouble(found.getFirst().substring(found.getFirst().lastIndexOf(' ') + 1));
  }

  private List<String> lines(String name, String... labels) {
    return world
        .get("/actuator/prometheus", true)
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .toList();
  }
}
