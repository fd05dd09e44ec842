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
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryIT {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatWaitsSurvivesARestartAndIsReleasedOnceInOrder() {
    world.start();
    CustomerId customer = someCustomer("restart");
    List<String> orders = park(customer, 5);
    world.stop();
    world.registers(customer).join();
    var unused = world.asksToCharge(customer, someOrder(), 9900);

    world.start();

    Eventually.within(SOON, () -> assertThat(world.decided(customer)).hasSize(6));
    assertThat(world.decided(customer)).startsWith(orders.toArray(String[]::new));
    Eventually.within(SOON, () -> assertThat(live()).isEmpty());
  }

  @Test
  void aLostTombstoneCostsADuplicateReplyAndNoSecondCharge() {
    world.start();
    CustomerId customer = someCustomer("tombstone");
    OrderId order = someOrder();
    world.asksToCharge(customer, order, 1000);
    Eventually.within(SOON, () -> assertThat(world.parkedRecords()).hasSize(1));
    ConsumerRecord<String, byte[]> copy = world.parkedRecords().getFirst();
    world.registers(customer).join();
    Eventually.within(SOON, () -> assertThat(world.replies(order)).hasSize(1));
    world.stop();
    // as if the tombstone had never been written
    park(copy);

    world.start();

    Eventually.within(SOON, () -> assertThat(world.replies(order)).hasSize(2));
    assertThat(world.replies(order).getFirst()).isEqualTo(world.replies(order).getLast());
    assertThat(world.decided(customer)).hasSize(1);
    Eventually.within(SOON, () -> assertThat(live()).isEmpty());
  }

  @Test
  void aCrashBetweenTheParkedRecordAndTheCommitParksItOnce() {
    world.start();
    CustomerId customer = someCustomer("crash");
    OrderId order = someOrder();
    Message<ChargePayment> command = world.charge(customer, order, 1000);
    world.stop();
    // the parked record is written, the command's position has not moved
    int partition = Partitioning.of(customer.text(), Topics.PARTITIONS);
    world.send(world.record(Topics.PAYMENT_PARKED, partition, command.id().text(), command)).join();
    world.send(command).join();

    world.start();
    world.registers(customer).join();

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    Eventually.within(SOON, () -> assertThat(live()).isEmpty());
    assertThat(world.decided(customer)).hasSize(1);
  }

  @Test
  void aPredecessorThatStillRunsCommitsNothing() {
    world.start();
    CustomerId customer = someCustomer("zombie");
    park(customer, 3);
    // somebody else has taken every partition over
    world
        .jdbc()
        .sql(
            "update consumer_position set next_offset = next_offset + 1 where topic = '(gate epoch)'")
        .update();

    world.registers(customer).join();

    // it notices, drops everything, and takes over again in the order that loses nothing
    Eventually.within(SOON, () -> assertThat(world.decided(customer)).hasSize(3));
    assertThat(world.get("/actuator/prometheus", true))
        .containsPattern("parkade_consumer_fenced_total\\{[^}]*} [1-9]");
  }

  @Test
  void whatIsParkedBehindAnOpenTransactionOfAReplayIsWaitedFor() {
    world.start();
    CustomerId customer = someCustomer("hidden");
    int partition = Partitioning.of(customer.text(), Topics.PARTITIONS);
    Message<ChargePayment> replayed = world.charge(someCustomerOn(partition), someOrder(), 100);
    try (var replay = transactions()) {
      replay.beginTransaction();
      var unused =
          replay.send(
              world.record(Topics.PAYMENT_PARKED, partition, replayed.id().text(), replayed));
      replay.flush();
      List<String> orders = new ArrayList<>(park(customer, 1));
      world.stop();
      world.registers(customer).join();
      OrderId next = someOrder();
      orders.add(next.text());
      world.asksToCharge(customer, next, 200);
      var ended =
          CompletableFuture.runAsync(
              replay::commitTransaction, CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));

      world.start();

      assertThat(ended).isDone();
      Eventually.within(SOON, () -> assertThat(world.decided(customer)).isEqualTo(orders));
    }
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

  @Test
  void staysShutWhenThePartitionCountIsNotTheOneItBeganWith() {
    world.start();
    world.stop();
    world
        .jdbc()
        .sql("update consumer_position set next_offset = 4 where topic = '(gate partitions)'")
        .update();

    try (var instance = world.startAnother("test")) {
      Eventually.within(
          SOON,
          () ->
              assertThat(World.readiness(instance))
                  .contains("changed from 4 to 6", "delete from consumer_position"));
      assertThat(World.readiness(instance)).contains("\"running\":[]");
    }
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
    assertThat(dead.key()).isEqualTo(customer.text());
    assertThat(World.header(dead, "ce_type")).isEqualTo("parkade.payment.charge.v1");
    Eventually.within(SOON, () -> assertThat(live()).isEmpty());
    assertThat(world.status(order)).isNull();
    assertThat(world.replies(order)).isEmpty();
  }

  @Test
  void aCustomerWhoCameWhileTheServiceWasDownIsNotTooLate() {
    world.start();
    CustomerId customer = someCustomer("meanwhile");
    List<String> orders = park(customer, 2);
    world.stop();
    world.registers(customer).join();

    // everything that waits is too old when the service is back
    world.start("--parkade.parking.max-age=10ms");

    Eventually.within(SOON, () -> assertThat(world.decided(customer)).isEqualTo(orders));
    assertThat(world.deadLetters()).isEmpty();
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

  private static KafkaProducer<String, byte[]> transactions() {
    var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                Environment.kafka().bootstrapServers(),
                "transactional.id",
                "replay-" + someOrder()),
            new StringSerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static CustomerId someCustomerOn(int partition) {
    CustomerId customer = someCustomer("neighbour");
    while (Partitioning.of(customer.text(), Topics.PARTITIONS) != partition) {
      customer = someCustomer("neighbour");
    }
    return customer;
  }

  private List<String> park(CustomerId customer, int count) {
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

  private void park(ConsumerRecord<String, byte[]> copy) {
    world
        .send(
            new ProducerRecord<>(
                copy.topic(), copy.partition(), null, copy.key(), copy.value(), copy.headers()))
        .join();
  }

  /// The ids of parked commands without a tombstone behind them.
  private List<String> live() {
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
