package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.execution.SagaExecution;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Leftovers;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A transaction is flushed, and with that on its way to the participants, a moment before anybody
/// else can see it.
@OrchestratorTest
class AnswerBeforeCommitIT {

  private final Participants participants = Participants.shared();
  @Autowired MeterRegistry meters;
  @Autowired JdbcClient jdbc;
  @Autowired SagaExecution execution;
  @Autowired PlatformTransactionManager transactions;
  @Autowired TestClock clock;
  @LocalServerPort int port;

  @Test
  void anAnswerThatComesBeforeItsOrderCanBeSeenWaitsForIt() {
    Leftovers.awaitNone(jdbc, clock);
    OrderId order = new OrderId(Ids.timeOrdered().get());
    double ignored = ignored();

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            _ -> {
              execution.begin(shirtFor(order), Traceparent.start());
              participants.answer(order, reserved(order));
              Eventually.within(SOON, () -> assertThat(waitingForABeginning()).isPositive());
            });

    var api = new Api(port);
    api.awaitState(order, "CHARGING");
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReserveStock.class);
    assertThat(ignored()).isEqualTo(ignored);
    assertThat(api.story(order)).doesNotContain("RETRY");
  }

  private static Saga shirtFor(OrderId order) {
    return Saga.of(order, new CustomerId("ada"), List.of(new Line(new Sku("shirt"), 1, null)));
  }

  private long waitingForABeginning() {
    return jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
        .query(Long.class)
        .single();
  }

  private double ignored() {
    var counter =
        meters.find("parkade.saga.ignored").tag("reason", Ignored.UNKNOWN_ORDER.name()).counter();
    return counter == null ? 0 : counter.count();
  }
}
