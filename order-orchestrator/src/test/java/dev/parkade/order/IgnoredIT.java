package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.declined;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.stockRefused;
import static dev.parkade.order.scenario.Participants.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.execution.Arrival;
import dev.parkade.order.execution.SagaExecution;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Leftovers;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Situations;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Every decision to ignore something is counted by its name, and shown in the order's timeline.
@OrchestratorTest
class IgnoredIT {

  private final Participants participants = Participants.shared();
  @Autowired MeterRegistry meters;
  @Autowired SagaExecution execution;
  @Autowired PlatformTransactionManager transactions;
  @Autowired JdbcClient jdbc;
  @Autowired TestClock clock;
  @LocalServerPort int port;
  private Api api;
  private Situations given;

  @BeforeEach
  void client() {
    Leftovers.awaitNone(jdbc, clock);
    api = new Api(port);
    given = new Situations(api);
  }

  @ParameterizedTest
  @EnumSource(Ignored.class)
  void isCountedAndShown(Ignored reason) {
    OrderId order = orderFor(reason);
    double before = counted(reason);

    bringAbout(reason, order);

    Eventually.within(SOON, () -> assertThat(counted(reason)).isEqualTo(before + 1));
    assertThat(ignoredOf(order))
        .isEqualTo(reason == Ignored.UNKNOWN_ORDER ? List.of() : List.of(reason.name()));
  }

  private OrderId orderFor(Ignored reason) {
    return switch (reason) {
      case NOT_ASKED, NOT_WAITING, ALREADY_CANCELLING -> api.place();
      case DUPLICATE, CONTRADICTS -> given.charging();
      case ALREADY_UNDONE, OUT_OF_TURN -> refunding();
      case STALE_TIMER -> {
        OrderId order = api.place();
        participants.answer(order, stockRefused(order));
        api.awaitState(order, "CANCELLED");
        yield order;
      }
      case UNKNOWN_ORDER -> new OrderId(Ids.timeOrdered().get());
    };
  }

  private void bringAbout(Ignored reason, OrderId order) {
    switch (reason) {
      case DUPLICATE, UNKNOWN_ORDER -> participants.answer(order, reserved(order));
      case NOT_ASKED -> participants.answer(order, committed(order));
      case CONTRADICTS -> participants.answer(order, stockRefused(order));
      case ALREADY_UNDONE -> participants.answer(order, declined(order));
      case OUT_OF_TURN -> participants.answer(order, released(order));
      case NOT_WAITING -> participants.answer(order, waiting(order));
      case ALREADY_CANCELLING -> {
        api.cancel(order);
        api.cancel(order);
      }
      // no sweep does that: it decides over the locked row
      case STALE_TIMER ->
          new TransactionTemplate(transactions)
              .executeWithoutResult(
                  _ -> execution.run(List.of(new Arrival(order, new SagaInput.RetryDue()))));
    }
  }

  private OrderId refunding() {
    OrderId order = given.charging();
    api.cancel(order);
    return order;
  }

  private List<String> ignoredOf(OrderId order) {
    return api.timeline(order)
        .valueStream()
        .filter(line -> line.path("kind").asString().equals("IGNORED"))
        .map(line -> line.path("detail").asString())
        .toList();
  }

  private double counted(Ignored reason) {
    var counter = meters.find("parkade.saga.ignored").tag("reason", reason.name()).counter();
    return counter == null ? 0 : counter.count();
  }
}
