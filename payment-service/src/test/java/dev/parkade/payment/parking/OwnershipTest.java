package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.testkit.time.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  /// What the gate does first when it takes a partition over.
  private static final String TAKES_OVER = "asked about the topics";

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
  private final Ownership ownership =
      new Ownership(
          new OwnedPositions("group", new PositionStore(null)),
          null,
          new Topology(adminThatRefuses(), count -> count),
          new GateStatus(null, new GateMetrics(new SimpleMeterRegistry())),
          TestClock.atNoon(),
          null);

  @Test
  void aPartitionDoesNotRunUntilItsThreeTopicsAreOwned() {
    List<TopicPartition> two = GatePartition.triple(3).subList(0, 2);

    assign(two);
    ownership.prepare(consumer);
    ownership.pause(consumer, false);

    assertThat(ownership.runs(3)).isFalse();
    assertThat(consumer.paused()).containsExactlyInAnyOrderElementsOf(two);
  }

  @Test
  void partsOfDifferentNumbersMakeNothingComplete() {
    assign(
        List.of(
            GatePartition.customersOf(0), GatePartition.commandsOf(1), GatePartition.parkedOf(2)));

    ownership.prepare(consumer);

    assertThat(ownership.running()).isEmpty();
    assertThat(consumer.paused()).hasSize(3);
  }

  @Test
  void takesAPartitionOverWhenItsTripleIsComplete() {
    List<TopicPartition> triple = GatePartition.triple(3);
    assign(triple.subList(0, 2));
    ownership.prepare(consumer);

    consumer.assign(triple);
    ownership.onPartitionsAssigned(consumer, triple.subList(2, 3));

    assertThatThrownBy(() -> ownership.prepare(consumer)).hasMessage(TAKES_OVER);
  }

  @Test
  void aTripleThatLosesOnePartIsNotComplete() {
    List<TopicPartition> triple = GatePartition.triple(3);
    assign(triple);

    ownership.onPartitionsRevokedAfterCommit(consumer, triple.subList(0, 1));
    ownership.prepare(consumer);

    assertThat(ownership.runs(3)).isFalse();
  }

  private void assign(List<TopicPartition> partitions) {
    consumer.assign(partitions);
    ownership.onPartitionsAssigned(consumer, partitions);
  }

  private static Admin adminThatRefuses() {
    return (Admin)
        Proxy.newProxyInstance(
            OwnershipTest.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException(TAKES_OVER);
            });
  }
}
