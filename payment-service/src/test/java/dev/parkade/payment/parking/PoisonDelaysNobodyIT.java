package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Poison among the commands of other orders, all found in one poll. Time stands still, and no poll
/// fails: so nobody is answered later than without it.
class PoisonDelaysNobodyIT {

  private static final int PARTITION = 2;

  private final World world = new World().at(TestClock.atNoon()).start();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatCannotBeReadIsSetAsideInTheTransactionThatAnswersEverybodyElse() {
    List<CustomerId> customers = customers(27);
    List<OrderId> orders = new ArrayList<>();
    List<Poison> poison = new ArrayList<>();

    world
        .progress()
        .whileStopped(
            () -> {
              for (CustomerId customer : customers) {
                orders.add(sendCharge(customer, 1000));
                if (orders.size() % 6 == 1) {
                  Poison next = poison(customer).get(poison.size());
                  poison.add(next);
                  world.send(next.record());
                }
                orders.add(sendCharge(customer, 2000));
              }
              world.statements().reset();
            });

    awaitCharged(orders);
    assertThat(polls()).as("all of them were answered in one transaction").hasSize(1);
    assertThat(pollsThatFailed()).isZero();
    assertThat(poison).hasSize(9);
    assertThat(deadLetters(poison.size()))
        .containsExactlyInAnyOrderElementsOf(poison.stream().map(Poison::letter).toList());
  }

  @Test
  void whatCannotBeStoredIsSetAsideAloneAndNobodyWaitsForAnotherAttempt() {
    world
        .jdbc()
        .sql("alter table payment add constraint cursed check (amount <> 66600) not valid")
        .update();
    List<CustomerId> customers = customers(32);
    List<OrderId> orders = new ArrayList<>();
    List<Message<ChargePayment>> cursed = new ArrayList<>();

    world
        .progress()
        .whileStopped(
            () -> {
              for (CustomerId customer : customers) {
                if (customer == customers.get(16)) {
                  cursed.add(world.charge(customer, someOrder(), 66600));
                  world.send(cursed.getFirst());
                } else {
                  orders.add(sendCharge(customer, 1000));
                }
              }
              world.statements().reset();
            });

    awaitCharged(orders);
    // halves of halves: those that hold it fail, the others are answered at once
    assertThat(polls()).hasSizeBetween(2, 12);
    assertThat(pollsThatFailed()).isZero();
    var record = world.record(Topics.PAYMENT_COMMANDS, PARTITION, "", cursed.getFirst());
    assertThat(deadLetters(1))
        .containsExactly(new Letter(DeadLetterReason.HANDLER_FAILED, text(record.value())));
    assertThat(world.status(cursed.getFirst().body().orderId())).isNull();
  }

  /// What a dead letter must say.
  private record Letter(DeadLetterReason reason, String raw) {}

  private record Poison(ProducerRecord<String, byte[]> record, DeadLetterReason reason) {

    Letter letter() {
      return new Letter(reason, text(record.value()));
    }
  }

  /// One of each kind, where the commands of this customer lie.
  private List<Poison> poison(CustomerId customer) {
    String key = customer.text();
    var malformedId = charge(customer);
    malformedId.headers().remove("ce_id").add("ce_id", "x".repeat(20_000).getBytes(UTF_8));
    var unknownType = charge(customer);
    unknownType
        .headers()
        .remove("ce_type")
        .add("ce_type", "parkade.payment.steal.v9".getBytes(UTF_8));
    var foreignOrder = charge(customer);
    foreignOrder
        .headers()
        .remove("ce_correlationid")
        .add("ce_correlationid", someOrder().text().getBytes(UTF_8));
    return List.of(
        new Poison(
            new ProducerRecord<>(topic(), PARTITION, key, new byte[] {1, 2, 3}),
            DeadLetterReason.MISSING_HEADER),
        new Poison(malformedId, DeadLetterReason.MALFORMED_HEADER),
        new Poison(unknownType, DeadLetterReason.UNKNOWN_TYPE),
        new Poison(foreignOrder, DeadLetterReason.WRONG_CORRELATION),
        new Poison(
            with(charge(customer), key, "{\"orderId\":".getBytes(UTF_8)),
            DeadLetterReason.MALFORMED_PAYLOAD),
        new Poison(with(charge(customer), key, null), DeadLetterReason.NULL_PAYLOAD),
        new Poison(
            with(charge(customer), null, charge(customer).value()), DeadLetterReason.NULL_KEY),
        new Poison(
            with(charge(customer), "another-key", charge(customer).value()),
            DeadLetterReason.WRONG_KEY),
        new Poison(
            world.record(Topics.PAYMENT_COMMANDS, PARTITION, key, registered(customer)),
            DeadLetterReason.UNEXPECTED_TYPE));
  }

  private ProducerRecord<String, byte[]> charge(CustomerId customer) {
    return world.record(
        Topics.PAYMENT_COMMANDS,
        PARTITION,
        customer.text(),
        world.charge(customer, someOrder(), 3000));
  }

  private static ProducerRecord<String, byte[]> with(
      ProducerRecord<String, byte[]> record, @Nullable String key, byte @Nullable [] payload) {
    return new ProducerRecord<>(topic(), PARTITION, null, key, payload, record.headers());
  }

  private static Message<CustomerRegistered> registered(CustomerId customer) {
    return new Messages("test", Clock.systemUTC(), Ids.timeOrdered())
        .first(
            new CustomerRegistered(customer, "Ada", "ada@example.org", CustomerStatus.ACTIVE, 2),
            customer.text(),
            customer.text(),
            null);
  }

  private static String topic() {
    return Topics.PAYMENT_COMMANDS.name();
  }

  /// Customers who are registered, all of one partition.
  private List<CustomerId> customers(int count) {
    List<CustomerId> customers =
        Stream.generate(() -> someCustomer("beside"))
            .filter(c -> Partitioning.of(c.text(), Topics.PARTITIONS) == PARTITION)
            .limit(count)
            .toList();
    customers.forEach(world::registers);
    world.progress().awaitHandled();
    return customers;
  }

  private OrderId sendCharge(CustomerId customer, long cents) {
    OrderId order = someOrder();
    world.send(world.charge(customer, order, cents));
    return order;
  }

  private void awaitCharged(List<OrderId> orders) {
    Eventually.within(
        SOON,
        () ->
            assertThat(orders)
                .allSatisfy(
                    order ->
                        assertThat(world.replies(order))
                            .singleElement()
                            .asString()
                            .contains("payment.charged.v1")));
  }

  /// The transactions that answered something.
  private List<String> polls() {
    return world.statements().statements().stream()
        .filter(sql -> sql.contains("insert into outbox"))
        .toList();
  }

  private double pollsThatFailed() {
    return world.bean(MeterRegistry.class).get("parkade.consumer.failures").counter().count();
  }

  private List<Letter> deadLetters(int count) {
    Eventually.within(SOON, () -> assertThat(world.deadLetters()).hasSize(count));
    return world.deadLetters().stream()
        .map(
            dead ->
                new Letter(
                    DeadLetterReason.valueOf(header(dead, DeadLetterHeaders.REASON)),
                    text(dead.value())))
        .toList();
  }

  private static String text(byte @Nullable [] payload) {
    return payload == null ? "nothing" : new String(payload, UTF_8);
  }
}
