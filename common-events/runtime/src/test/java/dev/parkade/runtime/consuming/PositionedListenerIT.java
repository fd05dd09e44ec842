package dev.parkade.runtime.consuming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.waiting.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class PositionedListenerIT {

  private PositionedWorld world;

  @BeforeEach
  void aServiceWithItsOwnDatabase() {
    world = new PositionedWorld();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aRestartedConsumerGoesOnWhereItsEffectsEnd() {
    var first = world.consume(world::writeEffects);
    List<OrderId> before = world.publish(50);
    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(50));
    first.stop();
    List<OrderId> after = world.publish(50);

    world.consume(world::writeEffects);

    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(100));
    assertThat(world.effects())
        .containsAll(PositionedWorld.texts(before))
        .containsAll(PositionedWorld.texts(after));
    assertThat(world.effects()).doesNotHaveDuplicates();
  }

  @Test
  void aPollIsOneTransactionHoweverManyRecordsItHas() {
    world.publish(500);

    world.consume(world::writeEffects);

    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(500));
    assertThat(world.pollSizes.size()).isLessThan(100);
  }

  @Test
  void aPositionOutsideTheLogStopsItsPartitionUntilItIsMendedAndNoOther() {
    world
        .jdbc
        .sql("update consumer_position set next_offset = next_offset + 1000000 where partition = 0")
        .update();

    world.consume(world::writeEffects);
    world.publishTo(0, 1);
    List<OrderId> elsewhere = world.publishTo(1, 1);

    Eventually.within(
        PositionedWorld.SOON,
        () -> assertThat(world.effects()).isEqualTo(PositionedWorld.texts(elsewhere)));
    Eventually.within(
        PositionedWorld.SOON,
        () -> assertThat(world.health.health().getStatus()).isEqualTo(Status.DOWN));
    world
        .jdbc
        .sql("update consumer_position set next_offset = next_offset - 1000000 where partition = 0")
        .update();
    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(2));
    Eventually.within(
        PositionedWorld.SOON,
        () -> assertThat(world.health.health().getStatus()).isEqualTo(Status.UP));
  }

  @Test
  void aTransientFailureLosesNothingAndDeadLettersNothing() {
    var polls = new AtomicInteger();
    List<OrderId> orders = world.publish(30);

    world.consume(
        (poll, _) -> {
          world.writeEffects(poll);
          if (polls.incrementAndGet() <= 3) {
            throw new TransientFailure("the provider is away");
          }
        });

    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(30));
    assertThat(polls).hasValueGreaterThan(3);
    assertThat(world.effects()).containsExactlyInAnyOrderElementsOf(PositionedWorld.texts(orders));
    assertThat(world.hasNoDeadLetters()).isTrue();
  }

  @Test
  void aZombieChangesNothing() {
    world.consume(world::writeEffects);
    aZombieChangesNothingMore();
  }

  @Test
  void norDoesOneWhoseStatementsTravelWithItsPositions() {
    world.subscribe(Map.of(), (poll, _, opening) -> world.writeEffects(poll, opening));
    aZombieChangesNothingMore();
  }

  @Test
  void positionsMoveEvenIfTheHandlerLeavesThemAlone() {
    world.publish(12);
    var first = world.subscribe(Map.of(), (poll, _, _) -> world.writeEffects(poll));
    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(12));
    first.stop();

    world.consume(world::writeEffects);
    List<OrderId> after = world.publish(12);

    Eventually.within(
        PositionedWorld.SOON,
        () -> assertThat(world.effects()).hasSize(24).containsAll(PositionedWorld.texts(after)));
    assertThat(world.effects()).doesNotHaveDuplicates();
  }

  private void aZombieChangesNothingMore() {
    world.publish(12);
    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(12));
    // somebody else has taken the partitions over and is five records further
    world.jdbc.sql("update consumer_position set next_offset = next_offset + 5").update();

    world.publishTo(0, 5);
    List<OrderId> beyond = world.publishTo(0, 3);

    Eventually.within(
        PositionedWorld.SOON,
        () -> assertThat(world.effects()).hasSize(15).containsAll(PositionedWorld.texts(beyond)));
  }

  @Test
  void aPositionOutsideTheLogIsAnErrorThatSaysWhatToDo() {
    var partition = new TopicPartition(Topics.INVENTORY_COMMANDS.name(), 3);

    assertThatThrownBy(() -> PositionOutOfRange.check("inventory", partition, 900, 10, 20))
        .hasMessageContaining("900")
        .hasMessageContaining("recreated or truncated")
        .hasMessageContaining("update consumer_position set next_offset = <10..20>");
    assertThatThrownBy(() -> PositionOutOfRange.check("inventory", partition, 3, 10, 20))
        .hasMessageContaining("deleted before they were consumed");
  }

  @Test
  void anInstanceThatTheGroupRefusesIsLetInWhenItsPredecessorIsGone() {
    Map<String, Object> same =
        GroupProtocol.CONSUMER.configure(Map.of("group.instance.id", "the-same"));
    var predecessor = world.consume(same, world::writeEffects);
    world.publish(6);
    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(6));
    var successor = world.consume(same, world::writeEffects);
    // it is stopped, to be started again
    Eventually.within(
        PositionedWorld.SOON, () -> assertThat(successor.isRunning()).as("refused").isFalse());

    predecessor.stop();
    world.publish(6);

    Eventually.within(PositionedWorld.SOON, () -> assertThat(world.effects()).hasSize(12));
    assertThat(successor.isRunning()).isTrue();
  }
}
