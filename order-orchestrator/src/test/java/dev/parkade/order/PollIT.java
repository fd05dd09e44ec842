package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Leftovers;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.time.TestClock;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

@OrchestratorTest
class PollIT {

  private final Participants participants = Participants.shared();
  @Autowired StatementCounter statements;
  @Autowired JdbcClient jdbc;
  @Autowired TestClock clock;
  @Autowired AbstractMessageListenerContainer<String, byte[]> replyConsumer;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    Leftovers.awaitNone(jdbc, clock);
    api = new Api(port);
  }

  @Test
  void aSagaThatIsHandledAloneCostsElevenStatements() {
    statements.reset();

    OrderId order = api.place();
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    participants.answer(order, reserved(order));
    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, ChargePayment.class);
    participants.answer(order, charged(order));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, CommitStock.class);
    participants.answer(order, committed(order));
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderConfirmed.class);

    // two to accept the order, three for each of its three answers, two of which travel together
    assertThat(handling().stream().flatMap(PollIT::statements)).hasSize(2 + 3 * 3);
    assertThat(handling()).hasSize(2 + 2 * 3);
  }

  @Test
  void aPollCostsTheSameNumberOfStatementsHoweverManyAnswersItHas() {
    List<OrderId> orders = IntStream.range(0, 200).mapToObj(_ -> api.place()).toList();
    replyConsumer.stop();
    orders.forEach(order -> participants.answer(order, reserved(order)));
    statements.reset();

    replyConsumer.start();

    orders.forEach(o -> participants.awaitNth(1, Topics.PAYMENT_COMMANDS, o, ChargePayment.class));
    List<String> handling = handling();
    long polls = handling.stream().filter(s -> s.contains("update consumer_position")).count();
    assertThat(polls).isBetween(1L, 12L);
    assertThat(handling.stream().flatMap(PollIT::statements)).hasSize(Math.toIntExact(3 * polls));
  }

  @Test
  void severalAnswersOfOneOrderInOnePollAreAppliedInTheirOrder() {
    OrderId order = api.place();
    replyConsumer.stop();
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));
    statements.reset();

    replyConsumer.start();

    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderConfirmed.class);
    assertThat(handling().stream().flatMap(PollIT::statements)).hasSize(3);
    assertThat(api.state(order)).isEqualTo("CONFIRMED");
  }

  /// What orders and answers cost: every round trip of this service to its database, except the
  /// clocks' (the sweep for overdue sagas, the gauges, the pruning of answers a minute after the
  /// start), the relay's, the look-out's for streams that others left open, and those by which a
  /// consumer takes partitions over.
  private List<String> handling() {
    return statements.statements().stream()
        .filter(
            sql ->
                Stream.of(
                        "skip locked",
                        "select state, count",
                        "delete from idempotency_key",
                        "relay",
                        "select id, history_length, status",
                        "select p.topic",
                        "insert into consumer_position")
                    .noneMatch(sql::contains))
        .toList();
  }

  /// Those of one round trip.
  private static Stream<String> statements(String sql) {
    return Stream.of(sql.split(";\n", -1));
  }
}
