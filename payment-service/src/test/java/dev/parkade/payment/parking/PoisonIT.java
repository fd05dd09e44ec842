package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.runtime.keys.KeyText;
import dev.parkade.testkit.waiting.Eventually;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What cannot be read, stored or trusted is set aside alone.
@ExtendWith(SharedGate.class)
class PoisonIT {

  private static final byte[] GARBAGE = {1, 2, 3};

  private final World world;

  PoisonIT(World world) {
    this.world = world;
  }

  @Test
  void poisonOnAnyTopicIsSetAsideAndThePartitionMovesOn() {
    String key = "poison-" + someOrder();
    int partition = Partitioning.of(key, Topics.PARTITIONS);
    for (Topic topic :
        List.of(Topics.CUSTOMER_EVENTS, Topics.PAYMENT_COMMANDS, Topics.PAYMENT_PARKED)) {
      world.send(new ProducerRecord<>(topic.name(), partition, key, GARBAGE)).join();
    }

    Eventually.within(
        SOON,
        () ->
            assertThat(
                    world.deadLetters().stream()
                        .filter(r -> key.equals(r.key()))
                        .map(r -> header(r, DeadLetterHeaders.ORIGIN_TOPIC)))
                .containsExactlyInAnyOrder(
                    "customer.events", "payment.commands", "payment.parked"));

    assertThat(world.deadLetters().stream().filter(r -> key.equals(r.key())))
        .allSatisfy(
            dead -> {
              assertThat(dead.value()).isEqualTo(GARBAGE);
              assertThat(header(dead, DeadLetterHeaders.REASON)).isEqualTo("MISSING_HEADER");
            });
    chargesStillWork();
  }

  @Test
  void aKeyThatIsNotUtf8KeepsItsBytesOnAnyTopicAndLeavesNothingBehind() {
    String key = KeyText.of(new byte[] {-1, -2}) + someOrder();
    CustomerId customer = world.known("readable");
    var charge =
        world.record(Topics.PAYMENT_COMMANDS, 0, key, world.charge(customer, someOrder(), 1));
    for (Topic topic :
        List.of(Topics.CUSTOMER_EVENTS, Topics.PAYMENT_COMMANDS, Topics.PAYMENT_PARKED)) {
      world
          .send(new ProducerRecord<>(topic.name(), 0, null, key, charge.value(), charge.headers()))
          .join();
    }

    Eventually.within(
        SOON,
        () ->
            assertThat(world.deadLetters().stream().filter(r -> key.equals(r.key())))
                .hasSize(3)
                .allSatisfy(
                    dead -> {
                      assertThat(header(dead, DeadLetterHeaders.REASON)).isEqualTo("MALFORMED_KEY");
                      assertThat(dead.value()).isEqualTo(charge.value());
                    }));
    // its tombstone has the very key: or compaction would keep it, and each start would find it
    Eventually.within(
        SOON,
        () ->
            assertThat(world.parkedRecords().stream().filter(r -> key.equals(r.key())))
                .extracting(r -> r.value() == null)
                .containsExactly(false, true));
    chargesStillWork();
  }

  @Test
  void aReadableRecordThatCannotBeStoredIsSetAsideAlone() {
    CustomerId cursed = someCustomer("cursed");
    CustomerId fine = someCustomer("fine");
    var sent = world.registers(cursed, "no text in PostgreSQL: \u0000");
    world.registers(fine).join();
    sent.join();
    OrderId order = someOrder();

    world.asksToCharge(fine, order, 1000);

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    ConsumerRecord<String, byte[]> dead = world.deadLetter(cursed.text());
    assertThat(header(dead, DeadLetterHeaders.REASON)).isEqualTo("HANDLER_FAILED");
    assertThat(header(dead, DeadLetterHeaders.EXCEPTION))
        .isEqualTo("org.postgresql.util.PSQLException");
    // at least once with whatever was polled and released with it, and once alone
    assertThat(Integer.parseInt(header(dead, DeadLetterHeaders.ATTEMPTS))).isGreaterThan(1);
  }

  @Test
  void aKeyThatIsNotTheCustomerOrOnAForeignPartitionIsSetAside() {
    CustomerId customer = world.known("misplaced");
    Message<ChargePayment> wrongKey = world.charge(customer, someOrder(), 100);
    Message<ChargePayment> wrongPlace = world.charge(customer, someOrder(), 200);
    String other = "other-" + someOrder();
    int elsewhere = (Partitioning.of(customer.text(), Topics.PARTITIONS) + 1) % Topics.PARTITIONS;

    world.send(world.record(Topics.PAYMENT_COMMANDS, null, other, wrongKey)).join();
    world
        .send(world.record(Topics.PAYMENT_COMMANDS, elsewhere, customer.text(), wrongPlace))
        .join();

    assertThat(header(world.deadLetter(other), DeadLetterHeaders.REASON)).isEqualTo("WRONG_KEY");
    assertThat(header(world.deadLetter(customer.text()), DeadLetterHeaders.DETAIL))
        .contains("does not partition like the Java client");
  }

  private void chargesStillWork() {
    for (int i = 0; i < 6; i++) {
      CustomerId customer = world.known("after");
      OrderId order = someOrder();
      world.asksToCharge(customer, order, 1000);
      Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    }
  }
}
