package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/// An instance that was replaced and does not know it goes on reading.
class PredecessorTest {

  private static final CustomerId ADA = CustomerId.of("ada");
  private static final ToIntFunction<TopicPartition> EVERYTHING = partition -> 10;

  private final ModelWorld world = new ModelWorld();
  private final Messages messages = new Messages("test", world.clock, world.ids);
  private final OrderId order = new OrderId(world.ids.get());
  private final ModelProvider provider =
      new ModelProvider("provider", 1, (name, charge, taken, late) -> {});
  private final ModelInstance predecessor = instance();
  private final ModelInstance successor = instance();
  private final int partition = Partitioning.of(ADA.text(), ModelWorld.PARTITIONS);

  @Test
  void chargesNobodyWhomItsSuccessorCannotKnow() {
    provider.heal();
    predecessor.assign(partition);
    predecessor.round(EVERYTHING);
    publish(Topics.PAYMENT_COMMANDS, new ChargePayment(order, ADA, new Money(100, "EUR")));
    predecessor.round(EVERYTHING);
    assertThat(predecessor.waiting()).hasSize(1);
    successor.assign(partition);
    successor.round(EVERYTHING);
    assertThat(successor.waiting()).hasSize(1);

    // behind the successor's bootstrap, and each reads the other one first
    publish(Topics.CUSTOMER_EVENTS, registered());
    publish(Topics.PAYMENT_COMMANDS, new RefundPayment(order, ADA, "cancelled"));
    predecessor.round(only(Topics.CUSTOMER_EVENTS));
    successor.round(only(Topics.PAYMENT_COMMANDS));
    successor.round(EVERYTHING);

    assertThat(world.payments.dump()).contains("VOIDED");
    assertThat(provider.holdsMoneyOf(order)).isFalse();
    predecessor.close();
    successor.close();
  }

  private static ToIntFunction<TopicPartition> only(Topic topic) {
    return partition -> partition.topic().equals(topic.name()) ? 10 : 0;
  }

  private void publish(Topic topic, MessageBody body) {
    world.publish(topic, ADA, messages.first(body, order.text(), order.text(), null));
  }

  private static CustomerRegistered registered() {
    return new CustomerRegistered(ADA, "Ada", "ada@example.org", CustomerStatus.ACTIVE, 1);
  }

  private ModelInstance instance() {
    var retry =
        new RetrySettings(
            RetrySettings.Policy.FIXED,
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            0,
            10,
            Duration.ofDays(1),
            Map.of());
    var parking = new ParkingSettings(Duration.ofHours(1), 100, 7, 3, 1_000_000, null, retry);
    return new ModelInstance(
        world,
        List.of(provider),
        new ModelInstance.Settings(
            parking,
            new DeadLetterSettings(AfterDeadLetter.BLOCK),
            new BudgetSettings(DataSize.ofMegabytes(1))));
  }
}
