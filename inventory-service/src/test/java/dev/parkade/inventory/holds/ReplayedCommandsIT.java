package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.header;
import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.records;
import static dev.parkade.inventory.world.World.reserve;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.testkit.statements.StatementCounter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Dead letters that are replayed to `inventory.commands`: what became of each is said on
/// `dlq.outcomes`, in the transaction that decided it, and nothing else is different.
@InventoryServiceTest
class ReplayedCommandsIT {

  private static final int PARTITION = 4;

  @Autowired World world;
  @Autowired StatementCounter statements;
  @Autowired JdbcClient jdbc;

  private KafkaConsumer<String, byte[]> outcomes;
  private KafkaConsumer<String, byte[]> deadLetters;
  private long before;

  @BeforeEach
  void watch() {
    outcomes = world.watch(Topics.DLQ_OUTCOMES);
    deadLetters = world.watch(Topics.INVENTORY_DLQ);
    before = jdbc.sql("select coalesce(max(seq), 0) from outbox").query(Long.class).single();
  }

  @AfterEach
  void close() {
    outcomes.close();
    deadLetters.close();
  }

  @Test
  void saysOfEachReplayWhatBecameOfItInTheTransactionThatAnswersTheWholePoll() {
    world.product("bowl", 10);
    List<OrderId> orders = world.ordersOfPartition(PARTITION, 5);
    Message<?> held = world.say(reserve(orders.get(0), line("bowl", 1)));
    Message<?> tooMuch = world.say(reserve(orders.get(1), line("bowl", 99)));
    Message<?> suspended = world.say(reserve(orders.get(2), line("bowl", 1)));
    Message<?> early = world.say(new ReleaseStock(orders.get(3), "TIMED_OUT"));
    Message<?> late = world.say(new CommitStock(orders.get(2)));

    world.whileStopped(
        () -> {
          replay(held, "1001", "1");
          replay(held, "1002", "2");
          replay(tooMuch, "1003", "1");
          world.send(new ReleaseStock(orders.get(2), "TIMED_OUT"));
          replay(suspended, "1004", "1");
          replay(early, "1005", "10000");
          replay(late, "1006", "1");
          world.send(reserve(orders.get(4), line("bowl", 1)));
          statements.reset();
        });
    world.awaitHandled();

    assertThat(records(outcomes, 6))
        .extracting(
            ReplayedCommandsIT::letter, ReplayedCommandsIT::replay, ReplayedCommandsIT::outcome)
        .containsExactlyInAnyOrder(
            tuple("inventory.dlq-4@1001", 1, "HANDLED RESERVED"),
            tuple("inventory.dlq-4@1002", 2, "DUPLICATE RESERVED"),
            tuple(
                "inventory.dlq-4@1003",
                1,
                "HANDLED STOCK_UNAVAILABLE: bowl: 99 asked, 9 available"),
            tuple(
                "inventory.dlq-4@1004",
                1,
                "REFUSED ALREADY_RELEASED: order %s was released, or to be committed, before this reservation"
                    .formatted(orders.get(2))),
            tuple("inventory.dlq-4@1005", 10_000, "HANDLED RELEASED"),
            tuple("inventory.dlq-4@1006", 1, "REFUSED HOLD_EXPIRED"));
    assertThat(said()).hasSize(6);
    assertThat(sent("update consumer_position")).isEqualTo(1);
    assertThat(sent("insert into outbox")).isEqualTo(1);
    assertThat(world.answers(orders).values()).flatExtracting(it -> it).hasSize(8);
    world.assertUnits("bowl", 8, 2, 0);
  }

  @Test
  void theNewsBelongsToTheOrderAndTheTraceOfTheReplay() {
    world.product("plate", 10);
    Message<?> command = world.say(reserve(world.order(), line("plate", 1)));

    replay(command, "2001", "3");

    assertThat(records(outcomes, 1))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.key()).isEqualTo("inventory.dlq-4@2001");
              assertThat(header(it, "ce_type")).isEqualTo("parkade.deadletter.settled.v1");
              assertThat(header(it, "ce_subject")).isEqualTo(it.key());
              assertThat(header(it, "ce_source")).isEqualTo("/parkade/inventory-service");
              assertThat(header(it, "ce_correlationid"))
                  .isEqualTo(command.envelope().correlationId());
              assertThat(header(it, "ce_causationid")).isEqualTo(command.id().text());
              assertThat(header(it, "traceparent"))
                  .contains(command.envelope().traceparent().traceId());
            });
  }

  @Test
  void headersThatNobodyCanReadMakeARecordNeitherPoisonNorAReplay() {
    world.product("glass", 100);
    List<OrderId> orders = world.ordersOfPartition(PARTITION, 6);
    List<Map<String, String>> hostile =
        List.of(
            Map.of(ReplayHeaders.OF, "inventory.dlq-4@1"),
            Map.of(ReplayHeaders.COUNT, "1"),
            replayHeaders("inventory.dlq-4@-1", "1"),
            replayHeaders("somebody.elses-4@1", "1"),
            replayHeaders("inventory.dlq-4@1", "1000000"),
            replayHeaders("x".repeat(200_000), "\u0000\ud83d\ude00"));

    for (int n = 0; n < orders.size(); n++) {
      send(world.say(reserve(orders.get(n), line("glass", 1))), hostile.get(n));
    }
    world.awaitHandled();

    world.assertReserved(orders, orders.size());
    assertThat(said()).isEmpty();
    assertThat(deadLetters.endOffsets(deadLetters.assignment()))
        .allSatisfy((p, end) -> assertThat(deadLetters.position(p)).isEqualTo(end));
    world.assertUnits("glass", 94, 6, 0);
  }

  @Test
  void ofADecisionThatWasRolledBackNothingIsSaid() {
    world.product("jug", 10);
    world.product("hexed", 10);
    jdbc.sql("alter table hold add constraint no_hex check (lines::text not like '%hexed%')")
        .update();
    List<OrderId> orders = world.ordersOfPartition(PARTITION, 3);
    Message<?> hexed = world.say(reserve(orders.get(1), line("hexed", 1)));

    world.whileStopped(
        () -> {
          replay(world.say(reserve(orders.get(0), line("jug", 1))), "3001", "1");
          replay(hexed, "3002", "1");
          replay(world.say(reserve(orders.get(2), line("jug", 1))), "3003", "1");
          statements.reset();
        });
    world.awaitHandled();
    jdbc.sql("alter table hold drop constraint no_hex").update();

    // all three were decided and rolled back together first
    assertThat(sent("update consumer_position")).isGreaterThan(2);
    assertThat(records(outcomes, 2))
        .extracting(ReplayedCommandsIT::letter, ReplayedCommandsIT::outcome)
        .containsExactlyInAnyOrder(
            tuple("inventory.dlq-4@3001", "HANDLED RESERVED"),
            tuple("inventory.dlq-4@3003", "HANDLED RESERVED"));
    assertThat(said()).hasSize(2);
    assertThat(records(deadLetters, 1))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(header(it, ReplayHeaders.OF)).isEqualTo("inventory.dlq-4@3002");
              assertThat(header(it, ReplayHeaders.COUNT)).isEqualTo("1");
            });
    world.assertUnits("hexed", 10, 0, 0);
  }

  /// Sends a command as the replay tool does: its own bytes under its own key.
  private void replay(Message<?> command, String offset, String count) {
    send(command, replayHeaders("inventory.dlq-4@" + offset, count));
  }

  private static Map<String, String> replayHeaders(String of, String count) {
    return Map.of(ReplayHeaders.OF, of, ReplayHeaders.COUNT, count, ReplayHeaders.RUN, "run-1");
  }

  private void send(Message<?> command, Map<String, String> more) {
    Encoded encoded = new MessageCodec().encode(command);
    Map<String, String> headers = new HashMap<>(encoded.headers());
    headers.putAll(more);
    OrderId order = OrderId.of(command.envelope().correlationId());
    world.poison(order, order.text(), headers, encoded.payload());
  }

  /// How many statements had this text.
  private long sent(String text) {
    return statements.statements().stream().filter(sql -> sql.contains(text)).count();
  }

  /// What the service has said about replays since this test began.
  private List<String> said() {
    return jdbc.sql("select payload from outbox where topic = ? and seq > ?")
        .params(Topics.DLQ_OUTCOMES.name(), before)
        .query(String.class)
        .list();
  }

  private static String letter(ConsumerRecord<String, byte[]> news) {
    return body(news).path("deadLetter").asString();
  }

  private static int replay(ConsumerRecord<String, byte[]> news) {
    return body(news).path("replay").asInt();
  }

  private static String outcome(ConsumerRecord<String, byte[]> news) {
    return body(news).path("outcome").asString() + " " + body(news).path("detail").asString();
  }

  private static JsonNode body(ConsumerRecord<String, byte[]> news) {
    return JsonMapper.shared().readTree(new String(news.value(), UTF_8));
  }
}
