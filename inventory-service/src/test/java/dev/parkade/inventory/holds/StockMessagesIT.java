package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.header;
import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.records;
import static dev.parkade.inventory.world.World.reserve;
import static dev.parkade.inventory.world.World.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// The commands as they come from the topic, and the replies as they go.
@InventoryServiceTest
class StockMessagesIT {

  private static final Duration SOON = Eventually.SOON;

  @Autowired World world;
  @Autowired StockAudit audit;
  @Autowired StatementCounter statements;
  @Autowired AbstractMessageListenerContainer<String, byte[]> consumer;

  @AfterEach
  void whatIsHeldIsHeldForSomebody() {
    assertThat(audit.violations()).isZero();
  }

  @Test
  void answersAPollOfTwoHundredCommandsWithAHandfulOfStatements() {
    IntStream.range(0, 10).forEach(n -> world.product("bulk-" + n, 10));
    // one key per partition is not ours to choose, so the orders are: all of one partition
    List<OrderId> orders = world.ordersOfPartition(0, 200);

    world.whileStopped(
        () -> {
          int n = 0;
          for (OrderId order : orders) {
            world.send(reserve(order, line("bulk-" + n++ % 10, 1), line("bulk-" + n % 10, 1)));
          }
          statements.reset();
        });

    orders.forEach(order -> world.replies(order, 1));
    var handling =
        statements.statements().stream()
            .filter(sql -> !sql.contains("count(*)") && !sql.contains("from outbox"))
            .dropWhile(sql -> !sql.contains("update consumer_position"))
            .toList();
    assertThat(handling).hasSizeLessThanOrEqualTo(8);
    assertThat(handling)
        .filteredOn(sql -> sql.contains("update consumer_position"))
        .as("polls")
        .hasSize(1);
    assertThat(handling).anyMatch(sql -> sql.contains("insert into outbox"));
  }

  @Test
  void setsPoisonAsideAndGoesOn() {
    world.product("cup", 5);
    var bystander = world.ordersOfPartition(3, 1).getFirst();
    var good = world.encode(reserve(bystander, line("cup", 1)));
    var dlq = world.watch(Topics.INVENTORY_DLQ);

    world.poison(bystander, bystander.text(), Map.of(), "not json");
    world.poison(
        bystander,
        bystander.text(),
        with(good.headers(), "ce_type", "parkade.inventory.steal.v9"),
        "{}");
    world.poison(bystander, bystander.text(), good.headers(), "{\"orderId\":");
    world.poison(bystander, null, good.headers(), good.payload());
    world.poison(
        bystander,
        bystander.text(),
        with(good.headers(), "ce_id", "x".repeat(20_000)),
        good.payload());
    world.poison(bystander, "another-key", good.headers(), good.payload());
    var foreign = world.encode(new StockCommitted(bystander));
    world.poison(bystander, bystander.text(), foreign.headers(), foreign.payload());
    var charge =
        new Encoded(
            with(good.headers(), "ce_type", "parkade.payment.charge.v1"),
            "{\"orderId\":\"%s\"}".formatted(bystander));
    world.poison(bystander, bystander.text(), charge.headers(), charge.payload());
    world.poison(bystander, bystander.text(), good.headers(), null);
    world.send(reserve(bystander, line("cup", 1)));

    assertThat(world.replies(bystander, 1)).singleElement().isInstanceOf(StockReserved.class);
    List<ConsumerRecord<String, byte[]>> dead = records(dlq, 9);
    dlq.close();
    assertThat(dead.stream().map(it -> header(it, DeadLetterHeaders.REASON)))
        .containsExactlyInAnyOrder(
            DeadLetterReason.MISSING_HEADER.name(),
            DeadLetterReason.UNKNOWN_TYPE.name(),
            DeadLetterReason.MALFORMED_PAYLOAD.name(),
            DeadLetterReason.NULL_KEY.name(),
            DeadLetterReason.MALFORMED_HEADER.name(),
            DeadLetterReason.WRONG_KEY.name(),
            DeadLetterReason.UNEXPECTED_TYPE.name(),
            DeadLetterReason.MALFORMED_PAYLOAD.name(),
            DeadLetterReason.NULL_PAYLOAD.name());
    assertThat(dead)
        .filteredOn(it -> header(it, DeadLetterHeaders.REASON).equals("MISSING_HEADER"))
        .singleElement()
        .satisfies(it -> assertThat(new String(it.value(), UTF_8)).isEqualTo("not json"));
    assertThat(dead)
        .allMatch(it -> header(it, DeadLetterHeaders.ORIGIN_TOPIC).equals("inventory.commands"));
    world.assertUnits("cup", 4, 1, 0);
  }

  @Test
  void doesNotRepeatEffectsWhenKafkaHasForgottenItsOffsets() {
    world.product("lamp", 5);
    var order = world.order();
    world.send(reserve(order, line("lamp", 1)));
    world.replies(order, 1);

    consumer.stop();
    world.forgetCommittedOffsets();
    consumer.start();
    var other = world.order();
    world.send(reserve(other, line("lamp", 1)));

    world.replies(other, 1);
    assertThat(world.replies(order, 1)).hasSize(1);
    world.assertUnits("lamp", 3, 2, 0);
  }

  @Test
  void publishesItsRepliesWithTheirCause() {
    world.product("pen", 5);
    var order = world.order();
    var published = world.watch(Topics.ORDER_REPLIES);

    var command = world.send(reserve(order, line("pen", 1)));

    List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();
    Eventually.within(
        SOON,
        () -> {
          published.poll(Duration.ofMillis(100)).forEach(seen::add);
          assertThat(seen).anyMatch(it -> order.text().equals(it.key()));
        });
    published.close();
    assertThat(seen)
        .filteredOn(it -> order.text().equals(it.key()))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(header(it, "ce_causationid")).isEqualTo(command.id().text());
              assertThat(header(it, "ce_correlationid")).isEqualTo(order.text());
              assertThat(header(it, "ce_type")).isEqualTo("parkade.inventory.reserved.v1");
            });
  }
}
