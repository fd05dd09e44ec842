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
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.runtime.keys.KeyText;
import dev.parkade.testkit.statements.StatementCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Poison among the commands of other orders, all found in one poll. Time stands still, and no poll
/// fails: so nobody is answered later than without it.
@InventoryServiceTest
class PoisonDelaysNobodyIT {

  private static final int PARTITION = 1;

  @Autowired World world;
  @Autowired StatementCounter statements;
  @Autowired MeterRegistry meters;
  @Autowired JdbcClient jdbc;

  private KafkaConsumer<String, byte[]> deadLetters;
  private double failedBefore;

  @BeforeEach
  void watch() {
    deadLetters = world.watch(Topics.INVENTORY_DLQ);
    failedBefore = pollsThatFailed();
  }

  @AfterEach
  void noPollFailed() {
    deadLetters.close();
    assertThat(pollsThatFailed()).isEqualTo(failedBefore);
  }

  @Test
  void whatCannotBeReadIsSetAsideInTheTransactionThatAnswersEverybodyElse() {
    world.product("spoon", 100);
    List<OrderId> orders = world.ordersOfPartition(PARTITION, 60);
    List<Poison> poison = new ArrayList<>();

    world.whileStopped(
        () -> {
          for (int n = 0; n < orders.size(); n++) {
            world.send(reserve(orders.get(n), line("spoon", 1)));
            if (n % 6 == 3) {
              Poison next = poison(orders.get(n)).get(poison.size());
              poison.add(next);
              world.poison(orders.get(n), next.key(), next.headers(), next.payload());
            }
          }
          statements.reset();
        });

    world.awaitHandled();
    world.assertReserved(orders, orders.size());
    assertThat(polls()).as("all of them were answered in one transaction").hasSize(1);
    assertThat(poison).hasSize(10);
    assertThat(letters(poison.size()))
        .containsExactlyInAnyOrderElementsOf(poison.stream().map(Poison::letter).toList());
    world.assertUnits("spoon", 100 - orders.size(), orders.size(), 0);
  }

  @Test
  void whatCannotBeStoredIsSetAsideAloneAndNobodyWaitsForAnotherAttempt() {
    world.product("fork", 100);
    world.product("cursed", 100);
    jdbc.sql("alter table hold add constraint no_curse check (lines::text not like '%cursed%')")
        .update();
    List<OrderId> orders = world.ordersOfPartition(PARTITION, 31);
    OrderId cursed = world.ordersOfPartition(PARTITION, 1).getFirst();
    var command = world.say(reserve(cursed, line("cursed", 1)));

    world.whileStopped(
        () -> {
          orders.subList(0, 16).forEach(order -> world.send(reserve(order, line("fork", 1))));
          world.send(command);
          orders.subList(16, 31).forEach(order -> world.send(reserve(order, line("fork", 1))));
          statements.reset();
        });

    world.awaitHandled();
    jdbc.sql("alter table hold drop constraint no_curse").update();
    world.assertReserved(orders, orders.size());
    // halves of halves: those that hold it fail, the others are answered at once
    assertThat(polls()).hasSizeBetween(2, 12);
    assertThat(letters(1))
        .containsExactly(
            new Letter(
                DeadLetterReason.HANDLER_FAILED,
                cursed.text(),
                world.encode(command.body()).payload()));
    assertThat(world.answers(List.of(cursed))).isEmpty();
    world.assertUnits("fork", 100 - orders.size(), orders.size(), 0);
    world.assertUnits("cursed", 100, 0, 0);
  }

  /// What a dead letter must say.
  private record Letter(DeadLetterReason reason, @Nullable String key, String raw) {}

  private record Poison(
      DeadLetterReason reason,
      @Nullable String key,
      Map<String, String> headers,
      @Nullable String payload) {

    Letter letter() {
      return new Letter(reason, key, payload == null ? "nothing" : payload);
    }
  }

  /// One of each kind, about an order that somebody has asked for too.
  private List<Poison> poison(OrderId order) {
    String key = order.text();
    Encoded good = world.encode(reserve(order, line("spoon", 1)));
    Encoded reply = world.encode(new StockCommitted(order));
    Map<String, String> headers = good.headers();
    String payload = good.payload();
    return List.of(
        new Poison(DeadLetterReason.MISSING_HEADER, key, Map.of(), "not json"),
        new Poison(
            DeadLetterReason.MALFORMED_HEADER,
            key,
            with(headers, "ce_id", "x".repeat(20_000)),
            payload),
        new Poison(
            DeadLetterReason.UNKNOWN_TYPE,
            key,
            with(headers, "ce_type", "parkade.inventory.steal.v9"),
            "{}"),
        new Poison(
            DeadLetterReason.WRONG_CORRELATION,
            key,
            with(headers, "ce_correlationid", world.order().text()),
            payload),
        new Poison(DeadLetterReason.MALFORMED_PAYLOAD, key, headers, "{\"orderId\":"),
        new Poison(DeadLetterReason.NULL_PAYLOAD, key, headers, null),
        new Poison(DeadLetterReason.NULL_KEY, null, headers, payload),
        new Poison(
            DeadLetterReason.MALFORMED_KEY, KeyText.of(new byte[] {-1, 'k'}), headers, payload),
        new Poison(DeadLetterReason.WRONG_KEY, "another-key", headers, payload),
        new Poison(DeadLetterReason.UNEXPECTED_TYPE, key, reply.headers(), reply.payload()));
  }

  /// The transactions in which records were handled, whether or not they were committed.
  private List<String> polls() {
    return statements.statements().stream()
        .filter(sql -> sql.contains("insert into outbox"))
        .toList();
  }

  private double pollsThatFailed() {
    return meters.get("parkade.consumer.failures").counter().count();
  }

  private List<Letter> letters(int count) {
    return records(deadLetters, count).stream().map(PoisonDelaysNobodyIT::letter).toList();
  }

  private static Letter letter(ConsumerRecord<String, byte[]> dead) {
    return new Letter(
        DeadLetterReason.valueOf(header(dead, DeadLetterHeaders.REASON)),
        dead.key(),
        dead.value() == null ? "nothing" : new String(dead.value(), UTF_8));
  }
}
