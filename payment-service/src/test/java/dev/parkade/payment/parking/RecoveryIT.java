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

/// What a restart, a crash or a predecessor leaves behind is taken over whole, once and in order.
class RecoveryIT {

  private final World world = new World();
  private final ParkingLot lot = new ParkingLot(world);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatWaitsSurvivesARestartAndIsReleasedOnceInOrder() {
    world.start();
    CustomerId customer = someCustomer("restart");
    List<String> orders = lot.park(customer, 5);
    world.stop();
    world.registers(customer).join();
    var unused = world.asksToCharge(customer, someOrder(), 9900);

    world.start();

    Eventually.within(SOON, () -> assertThat(world.decided(customer)).hasSize(6));
    assertThat(world.decided(customer)).startsWith(orders.toArray(String[]::new));
    Eventually.within(SOON, () -> assertThat(lot.live()).isEmpty());
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
    Eventually.within(SOON, () -> assertThat(lot.live()).isEmpty());
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
    Eventually.within(SOON, () -> assertThat(lot.live()).isEmpty());
    assertThat(world.decided(customer)).hasSize(1);
  }

  @Test
  void aPredecessorThatStillRunsCommitsNothing() {
    world.start();
    CustomerId customer = someCustomer("zombie");
    lot.park(customer, 3);
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
      List<String> orders = new ArrayList<>(lot.park(customer, 1));
      world.stop();
      world.registers(customer).join();
      OrderId next = someOrder();
      orders.add(next.text());
      world.asksToCharge(customer, next, 200);
      var ended =
          CompletableFuture.runAsync(
              replay::commitTransaction, CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));

      world.start();

      assertThat(ended).succeedsWithin(SOON);
      Eventually.within(SOON, () -> assertThat(world.decided(customer)).isEqualTo(orders));
    }
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

  private void park(ConsumerRecord<String, byte[]> copy) {
    world
        .send(
            new ProducerRecord<>(
                copy.topic(), copy.partition(), null, copy.key(), copy.value(), copy.headers()))
        .join();
  }
}
