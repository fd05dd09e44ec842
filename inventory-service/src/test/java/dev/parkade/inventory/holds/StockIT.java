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
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import tools.jackson.databind.JsonNode;

@InventoryServiceTest
class StockIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Autowired World world;
  @Autowired TestClock clock;
  @Autowired HoldExpiry expiry;
  @Autowired StockAudit audit;
  @Autowired StatementCounter statements;
  @Autowired AbstractMessageListenerContainer<String, byte[]> consumer;

  @AfterEach
  void whatIsHeldIsHeldForSomebody() {
    assertThat(audit.violations()).isZero();
  }

  @Test
  void reservesCommitsAndRepeatsItsReplies() {
    world.product("shoe", 5);
    var order = world.order();

    world.send(reserve(order, line("shoe", 2)));
    world.send(new CommitStock(order));
    world.send(reserve(order, line("shoe", 2)));
    world.send(new CommitStock(order));

    var replies = world.replies(order, 4);
    assertThat(replies.get(0))
        .isInstanceOfSatisfying(
            StockReserved.class,
            it -> {
              assertThat(it.total().amount()).isEqualTo(2 * 250);
              assertThat(it.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(15)));
            });
    assertThat(replies.get(1)).isEqualTo(new StockCommitted(order));
    assertThat(replies.get(2)).isEqualTo(replies.get(0));
    assertThat(replies.get(3)).isEqualTo(replies.get(1));
    world.assertUnits("shoe", 3, 0, 2);
  }

  @Test
  void givesBackWhatIsReleased() {
    world.product("hat", 5);
    var order = world.order();

    world.send(reserve(order, line("hat", 2)));
    world.send(new ReleaseStock(order, "CUSTOMER_REQUEST"));
    world.send(new CommitStock(order));

    assertThat(world.replies(order, 3).subList(1, 3))
        .containsExactly(new StockReleased(order), new HoldExpired(order));
    world.assertUnits("hat", 5, 0, 0);
  }

  @Test
  void refusesAReservationThatComesAfterItsRelease() {
    world.product("tie", 5);
    var order = world.order();

    world.send(new ReleaseStock(order, "TIMED_OUT"));
    world.send(reserve(order, line("tie", 1)));

    var replies = world.replies(order, 2);
    assertThat(replies.get(0)).isEqualTo(new StockReleased(order));
    assertThat(replies.get(1))
        .isInstanceOfSatisfying(
            StockRefused.class,
            it -> assertThat(it.reason()).isEqualTo(StockRefusal.ALREADY_RELEASED));
    world.assertUnits("tie", 5, 0, 0);
  }

  @Test
  void neverSellsMoreThanThereIsInOnePoll() {
    world.product("ticket", 50);
    List<OrderId> buyers = IntStream.range(0, 300).mapToObj(_ -> world.order()).toList();

    world.whileStopped(
        () -> buyers.forEach(order -> world.send(reserve(order, line("ticket", 1)))));

    world.assertReserved(buyers, 50);
    world.assertUnits("ticket", 0, 50, 0);
  }

  @Test
  void neverSellsMoreThanThereIsOverManyPolls() {
    world.product("seat", 40);
    world.product("meal", 25);
    List<OrderId> buyers = IntStream.range(0, 300).mapToObj(_ -> world.order()).toList();

    // flushed one by one, so that they arrive in many polls; every other one wants a meal, too
    for (int n = 0; n < buyers.size(); n++) {
      var lines =
          n % 2 == 0
              ? new OrderLine[] {line("seat", 1)}
              : new OrderLine[] {line("meal", 1), line("seat", 1)};
      world.send(reserve(buyers.get(n), lines));
      world.flush();
    }

    world.assertReserved(buyers, 40);
    JsonNode seat = world.read("/api/v1/products/seat");
    JsonNode meal = world.read("/api/v1/products/meal");
    assertThat(seat.path("available").asLong()).isZero();
    assertThat(seat.path("held").asLong()).isEqualTo(40);
    assertThat(meal.path("held").asLong() + meal.path("available").asLong()).isEqualTo(25);
  }

  @Test
  void givesBackInSlicesWhatWasHeldForTooLong() {
    world.product("room", 10);
    List<OrderId> late = IntStream.range(0, 7).mapToObj(_ -> world.order()).toList();
    late.forEach(order -> world.send(reserve(order, line("room", 1))));
    late.forEach(order -> world.replies(order, 1));
    clock.advance(Duration.ofMinutes(10));
    var inTime = world.order();
    world.send(reserve(inTime, line("room", 1)));
    world.replies(inTime, 1);
    clock.advance(Duration.ofMinutes(5));

    int expired = expiry.expireDue();

    assertThat(expired).isGreaterThanOrEqualTo(7);
    world.assertUnits("room", 9, 1, 0);
    world.send(new CommitStock(late.getFirst()));
    assertThat(world.replies(late.getFirst(), 2).get(1))
        .isEqualTo(new HoldExpired(late.getFirst()));
    world.send(new CommitStock(inTime));
    assertThat(world.replies(inTime, 2).get(1)).isEqualTo(new StockCommitted(inTime));
    world.assertUnits("room", 9, 0, 1);
  }

  @Test
  void answersTheReleaseOfAnExpiredHold() {
    world.product("cot", 3);
    OrderId late = world.order();
    world.send(reserve(late, line("cot", 2)));
    world.replies(late, 1);
    clock.advance(Duration.ofMinutes(15));
    expiry.expireDue();

    world.send(new ReleaseStock(late, "TIMED_OUT"));

    assertThat(world.replies(late, 2).get(1)).isEqualTo(new StockReleased(late));
    world.assertUnits("cot", 3, 0, 0);
  }

  @Test
  void givesEveryHoldBackOnceHoweverManySweep() {
    world.product("bunk", 30);
    List<OrderId> late = IntStream.range(0, 30).mapToObj(_ -> world.order()).toList();
    late.forEach(order -> world.send(reserve(order, line("bunk", 1))));
    late.forEach(order -> world.replies(order, 1));
    clock.advance(Duration.ofMinutes(15));

    try (var sweepers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 4).forEach(_ -> sweepers.execute(expiry::expireDue));
      late.forEach(order -> world.send(new ReleaseStock(order, "TIMED_OUT")));
      late.forEach(order -> world.replies(order, 2));
    }

    world.assertUnits("bunk", 30, 0, 0);
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

  @Test
  void keepsWhatIsHeldWhenAProductIsReplaced() {
    world.product("desk", 5);
    var order = world.order();
    world.send(reserve(order, line("desk", 2)));
    world.replies(order, 1);

    world.product("desk", 1);

    world.assertUnits("desk", 1, 2, 0);
    world.send(new ReleaseStock(order, "CUSTOMER_REQUEST"));
    world.replies(order, 2);
    world.assertUnits("desk", 3, 0, 0);
  }

  @Test
  void showsAHold() {
    world.product("bed", 5);
    var held = world.order();
    var refused = world.order();
    world.send(reserve(held, line("bed", 2)));
    world.send(reserve(refused, line("bed", 9)));
    world.replies(held, 1);
    world.replies(refused, 1);

    var shown = world.read("/api/v1/holds/" + held);
    var reason = world.read("/api/v1/holds/" + refused);

    assertThat(shown.path("status").asString()).isEqualTo("HELD");
    assertThat(shown.at("/lines/0/unitPrice/amount").asLong()).isEqualTo(250);
    assertThat(reason.path("reason").asString()).isEqualTo("STOCK_UNAVAILABLE");
    assertThat(reason.has("total")).isFalse();
  }
}
