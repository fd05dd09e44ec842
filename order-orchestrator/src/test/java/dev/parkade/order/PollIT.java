package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.waiting.Eventually;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

@OrchestratorTest
class PollIT {

  private final Participants participants = Participants.shared();
  @Autowired StatementCounter statements;
  @Autowired AbstractMessageListenerContainer<String, byte[]> replyConsumer;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void aPollCostsTheSameNumberOfStatementsHoweverManyAnswersItHas() {
    List<OrderId> orders = IntStream.range(0, 200).mapToObj(_ -> api.place()).toList();
    replyConsumer.stop();
    orders.forEach(order -> participants.answer(order, reserved(order)));
    statements.reset();

    replyConsumer.start();

    Eventually.within(
        SOON, () -> orders.forEach(o -> assertThat(statesOf(o)).isEqualTo("CHARGING")));
    List<String> handling = handling();
    long polls = handling.stream().filter(s -> s.contains("update consumer_position")).count();
    assertThat(polls).isBetween(1L, 12L);
    assertThat(handling.size()).isLessThanOrEqualTo(Math.toIntExact(5 * polls));
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

    api.awaitEnd(order, "CONFIRMED", "");
    assertThat(handling()).hasSize(5);
  }

  @Test
  void anOrderIsAcceptedWithFourStatements() {
    replyConsumer.stop();
    statements.reset();

    api.place();

    assertThat(statements.statements().stream().filter(sql -> sql.startsWith("insert into")))
        .hasSize(4);
    assertThat(statements.statements()).noneMatch(sql -> sql.contains("from orders o1_0"));
    replyConsumer.start();
  }

  private String statesOf(OrderId order) {
    return api.state(order);
  }

  /// What handling answers costs: everything that writes, and the locks.
  private List<String> handling() {
    return statements.statements().stream()
        .filter(
            sql ->
                sql.contains("update consumer_position")
                    || (sql.contains("for update") && !sql.contains("skip locked"))
                    || sql.contains("update orders")
                    || sql.contains("insert into saga_history")
                    || sql.contains("insert into outbox"))
        .toList();
  }
}
