package dev.parkade.runtime.consuming;

import static dev.parkade.runtime.consuming.PositionedWorld.SOON;
import static dev.parkade.runtime.consuming.PositionedWorld.header;
import static dev.parkade.runtime.consuming.PositionedWorld.orderId;
import static dev.parkade.runtime.consuming.PositionedWorld.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.testkit.waiting.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/// What no attempt can process is set aside, once, and nobody waits for it.
class PoisonIT {

  private static final byte[] GARBAGE = {1, 2, 3};

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
  void isSetAsideWithItsReasonAndBytesAndTheRestOfItsPollIsOneTransaction() {
    List<OrderId> before = world.publishTo(0, 200);
    sendRaw("k", GARBAGE);
    sendRaw(null, GARBAGE);
    var reply = new StockCommitted(OrderId.of("0198c5c0-0000-7000-8000-000000000001"));
    world.send(0, "k", world.messages.first(reply, "s", "c", null));
    List<OrderId> after = world.publishTo(0, 200);

    world.consume(world::writeEffects);

    awaitEffects(before, after);
    assertThat(world.pollSizes).containsExactly(400);
    List<ConsumerRecord<String, byte[]>> dead = world.deadLetters(3);
    assertThat(dead.stream().map(PositionedWorld::reason))
        .containsExactly("MISSING_HEADER", "NULL_KEY", "UNEXPECTED_TYPE");
    assertThat(dead.getFirst().value()).isEqualTo(GARBAGE);
    assertThat(dead.getFirst().partition()).isZero();
    assertThat(header(dead.getFirst(), DeadLetterHeaders.ORIGIN_TOPIC))
        .isEqualTo("inventory.commands");
  }

  @Test
  void whatTheServiceCallsPoisonCostsTheOthersNoTransactionEither() {
    List<OrderId> orders = world.publishTo(0, 40);
    String cursed = orders.get(11).text();

    world.subscribe(
        Map.of(),
        new PollHandler() {
          @Override
          public void handle(List<Incoming> messages, SetAside aside, Opening opening) {
            world.writeEffects(messages);
          }

          @Override
          public Decoded.@Nullable Poison poisonIn(Incoming message) {
            return orderId(message).equals(cursed)
                ? new Decoded.Poison(DeadLetterReason.WRONG_KEY, "cursed")
                : null;
          }
        });

    Eventually.within(SOON, () -> assertThat(world.effects()).hasSize(39).doesNotContain(cursed));
    assertThat(world.deadLetters(1).stream().map(PositionedWorld::reason))
        .containsExactly("WRONG_KEY");
    assertThat(world.pollSizes).containsExactly(39);
  }

  @Test
  void whatTheHandlerSetsAsideBelongsToTheTransactionOfTheOthers() {
    List<OrderId> orders = world.publishTo(0, 40);
    List<String> cursed = List.of(orders.get(11).text(), orders.get(30).text());
    sendRaw("k", GARBAGE);
    var failures = new AtomicInteger();

    world.consume(
        (poll, aside) -> {
          world.writeEffects(poll.stream().filter(m -> !cursed.contains(orderId(m))).toList());
          poll.stream()
              .filter(m -> cursed.contains(orderId(m)))
              .forEach(m -> aside.accept(m, cursed()));
          // what a handler sets aside before it fails is not set aside
          if (failures.getAndIncrement() == 0) {
            throw new TransientFailure("not yet");
          }
        });

    Eventually.within(SOON, () -> assertThat(world.effects()).hasSize(38));
    assertThat(world.effects()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(cursed);
    assertThat(world.pollSizes).containsExactly(38, 38);
    List<ConsumerRecord<String, byte[]>> dead = world.deadLetters(3);
    assertThat(dead.stream().map(PositionedWorld::reason))
        .containsExactly("MISSING_HEADER", "UNKNOWN_SAGA_VERSION", "UNKNOWN_SAGA_VERSION");
    assertThat(dead.stream().skip(1).map(ConsumerRecord::key)).containsExactlyElementsOf(cursed);
  }

  @Test
  void aDeploymentThatSetsEverythingAsideIsPausedAndTheNextOneGoesOnFromThere() {
    List<OrderId> orders = world.publishTo(0, 600);
    var broken = new AtomicBoolean(true);
    world.consume(
        (poll, aside) -> {
          if (broken.get()) {
            poll.forEach(m -> aside.accept(m, cursed()));
          } else {
            world.writeEffects(poll);
          }
        });
    Eventually.within(
        SOON, () -> assertThat(world.health.health().getStatus()).isEqualTo(Status.DOWN));

    broken.set(false);

    String last = orders.getLast().text();
    Eventually.within(SOON, () -> assertThat(world.effects()).endsWith(last));
    int gone = 600 - world.effects().size();
    // the burst that is allowed, and not one more
    assertThat(gone).isLessThanOrEqualTo(500);
    List<String> dead = world.deadLetters(gone).stream().map(ConsumerRecord::key).toList();
    assertThat(Stream.concat(dead.stream(), world.effects().stream()))
        .containsExactlyInAnyOrderElementsOf(texts(orders));
  }

  private static Decoded.Poison cursed() {
    return new Decoded.Poison(DeadLetterReason.UNKNOWN_SAGA_VERSION, "cursed");
  }

  @Test
  void oneMessageThatAlwaysFailsIsFoundWithoutAttemptsForEachOfTheOthers() {
    List<OrderId> orders = world.publishTo(0, 400);
    String cursed = orders.get(137).text();
    var attempts = new AtomicInteger();

    world.consume(
        (poll, _) -> {
          attempts.incrementAndGet();
          world.writeEffects(poll);
          if (poll.stream().anyMatch(m -> orderId(m).equals(cursed))) {
            throw new IllegalStateException("no luck with " + cursed);
          }
        });

    Eventually.within(SOON, () -> assertThat(world.effects()).hasSize(399));
    assertThat(world.effects()).doesNotHaveDuplicates().doesNotContain(cursed);
    // ten halvings and what they leave
    assertThat(attempts).hasValueLessThanOrEqualTo(20);
    assertThat(world.deadLetters(1))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(PositionedWorld.reason(dead)).isEqualTo("HANDLER_FAILED");
              assertThat(dead.key()).isEqualTo(cursed);
            });
  }

  @Test
  void whatIsLargerThanTheDeadLetterTopicTakesIsCutAndStopsNobody() {
    byte[] bomb = new byte[20_000_000];
    bomb[0] = 7;
    String longKey = "k".repeat(3_000_000);
    world.sendCompressed(new ProducerRecord<>(Topics.INVENTORY_COMMANDS.name(), 0, longKey, bomb));
    List<OrderId> good = world.publishTo(0, 1);

    world.consume(world::writeEffects);

    awaitEffects(good, List.of());
    assertThat(world.deadLetters(1))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(PositionedWorld.reason(dead)).isEqualTo("OVERSIZED_PAYLOAD");
              assertThat(header(dead, DeadLetterHeaders.PAYLOAD_BYTES)).isEqualTo("20000000");
              assertThat(header(dead, DeadLetterHeaders.KEY_LENGTH)).isEqualTo("3000000");
              assertThat(dead.value()).hasSizeGreaterThan(1_500_000).startsWith(7, 0, 0);
            });
  }

  @Test
  void aHeaderBombIsDefusedAndWhatTheMessageIsReadByIsKept() {
    var order = new OrderId(Ids.timeOrdered().get());
    var message = world.messages.first(new CommitStock(order), order.text(), order.text(), null);
    var bomb = world.record(0, "another key", message);
    for (int n = 0; n < 200_000; n++) {
      bomb.headers().add("x" + n, new byte[10]);
    }
    bomb.headers().add(WireHeaders.SUBJECT, "the last one counts".getBytes());
    world.sendCompressed(bomb);
    List<OrderId> good = world.publishTo(0, 1);

    world.subscribe(
        Map.of(),
        new PollHandler() {
          @Override
          public void handle(List<Incoming> messages, SetAside aside, Opening opening) {
            world.writeEffects(messages);
          }

          @Override
          public Decoded.@Nullable Poison poisonIn(Incoming message) {
            return message.disagreement(orderId(message), orderId(message));
          }
        });

    awaitEffects(good, List.of());
    assertThat(world.deadLetters(1))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(PositionedWorld.reason(dead)).isEqualTo("WRONG_KEY");
              assertThat(dead.value()).isEqualTo(bomb.value());
              assertThat(header(dead, WireHeaders.ID)).isEqualTo(message.id().text());
              assertThat(header(dead, WireHeaders.SUBJECT)).isEqualTo("the last one counts");
              assertThat(dead.headers().headers(WireHeaders.SUBJECT)).hasSize(1);
              assertThat(Integer.parseInt(header(dead, DeadLetterHeaders.DROPPED_HEADERS)))
                  .isBetween(80_000, 110_000);
            });
  }

  private void sendRaw(@Nullable String key, byte[] value) {
    world.kafka.send(new ProducerRecord<>(Topics.INVENTORY_COMMANDS.name(), 0, key, value)).join();
  }

  private void awaitEffects(List<OrderId> before, List<OrderId> after) {
    Eventually.within(
        SOON, () -> assertThat(world.effects()).hasSize(before.size() + after.size()));
    assertThat(world.effects()).containsAll(texts(before)).containsAll(texts(after));
  }
}
