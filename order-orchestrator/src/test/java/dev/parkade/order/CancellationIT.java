package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.declined;
import static dev.parkade.order.scenario.Participants.expired;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Situations;
import dev.parkade.order.scenario.TimeLimits;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a customer is told who cancels an order, and what becomes of it, wherever its saga stands.
@OrchestratorTest
class CancellationIT {

  private static final String REQUEST = "CUSTOMER_REQUEST";

  /// @param from where the saga stands
  /// @param order brings one there
  /// @param answer the status of the answer
  /// @param to where the saga stands then
  /// @param reason why the order is cancelled in the end; empty if it is confirmed
  private record Row(
      SagaState from,
      String situation,
      Function<CancellationIT, OrderId> order,
      int answer,
      SagaState to,
      String reason) {

    @Override
    public String toString() {
      return from + " " + situation;
    }
  }

  private static final List<Row> TABLE =
      List.of(
          new Row(SagaState.RESERVING, "", it -> it.api.place(), 202, SagaState.RELEASING, REQUEST),
          new Row(
              SagaState.CHARGING,
              "while the provider is asked",
              it -> it.given.charging(),
              202,
              SagaState.REFUNDING,
              REQUEST),
          new Row(
              SagaState.CHARGING,
              "while the payment is parked",
              CancellationIT::parked,
              202,
              SagaState.REFUNDING,
              REQUEST),
          new Row(SagaState.COMMITTING, "", it -> it.given.paid(), 409, SagaState.COMMITTING, ""),
          new Row(SagaState.CONFIRMED, "", CancellationIT::confirmed, 409, SagaState.CONFIRMED, ""),
          new Row(
              SagaState.REFUNDING,
              "because the hold expired",
              CancellationIT::refunding,
              202,
              SagaState.REFUNDING,
              "HOLD_EXPIRED"),
          new Row(
              SagaState.RELEASING,
              "because the payment was declined",
              CancellationIT::releasing,
              202,
              SagaState.RELEASING,
              "PAYMENT_DECLINED"),
          new Row(
              SagaState.CANCELLED,
              "",
              CancellationIT::cancelled,
              200,
              SagaState.CANCELLED,
              "PAYMENT_DECLINED"),
          new Row(
              SagaState.REFUNDING,
              "after its end, because money was taken after all",
              CancellationIT::undoneOnceMore,
              200,
              SagaState.REFUNDING,
              "PAYMENT_DECLINED"),
          new Row(
              SagaState.NEEDS_ATTENTION,
              "because the refund stays unanswered",
              CancellationIT::refundGivenUp,
              202,
              SagaState.NEEDS_ATTENTION,
              "HOLD_EXPIRED"),
          new Row(
              SagaState.NEEDS_ATTENTION,
              "because the commit stays unanswered",
              CancellationIT::commitGivenUp,
              409,
              SagaState.NEEDS_ATTENTION,
              ""));

  private final Participants participants = Participants.shared();
  @Autowired TestClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;
  @LocalServerPort int port;
  private Api api;
  private Situations given;
  private TimeLimits limits;

  @BeforeEach
  void client() {
    api = new Api(port);
    given = new Situations(api);
    limits = new TimeLimits(api, clock, jdbc);
  }

  @ParameterizedTest
  @FieldSource("TABLE")
  void isAnsweredAsTheOrderEnds(Row row) {
    OrderId order = row.order().apply(this);
    assertThat(api.state(order)).isEqualTo(row.from().name());
    int before = api.story(order).size();
    double refused = refused();

    var answer = api.cancel(order);

    assertThat(answer.status()).isEqualTo(row.answer());
    assertThat(api.state(order)).isEqualTo(row.to().name());
    if (row.answer() == 409) {
      answer.isProblem(409, "order-not-cancellable");
      assertThat(api.story(order)).hasSize(before);
      assertThat(refused()).isEqualTo(refused + 1);
      participants.answer(order, committed(order));
      api.awaitEnd(order, "CONFIRMED", "");
      return;
    }
    assertThat(answer.json().path("status").asString()).isEqualTo(api.status(order));
    // begun, or noted as begun before: never begun twice
    assertThat(api.story(order).subList(before, api.story(order).size()))
        .isEqualTo(
            row.from() == row.to() ? List.of("IGNORED") : List.of("CANCELLATION", "COMPENSATION"));
    assertThat(api.cancel(order).status()).isEqualTo(row.answer());
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", row.reason());
    api.awaitState(order, "CANCELLED");
    assertThat(api.cancel(order).status()).isEqualTo(200);
  }

  @Test
  void everyStateIsInTheTable() {
    assertThat(TABLE).extracting(Row::from).contains(SagaState.values());
  }

  @Test
  void whatIsNoOrderIsSaid() {
    api.cancel(new OrderId(Ids.timeOrdered().get())).isProblem(404, "order-not-found");
    api.postJson("/api/v1/orders/mine/cancellation", "").isProblem(400, "invalid-parameter");
  }

  private double refused() {
    var counter = meters.find("parkade.saga.refused").tag("reason", "PAID").counter();
    return counter == null ? 0 : counter.count();
  }

  private OrderId parked() {
    OrderId order = given.charging();
    participants.answer(order, waiting(order));
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("WAITING"));
    return order;
  }

  private OrderId confirmed() {
    OrderId order = given.paid();
    participants.answer(order, committed(order));
    api.awaitState(order, "CONFIRMED");
    return order;
  }

  private OrderId refunding() {
    OrderId order = given.paid();
    participants.answer(order, expired(order));
    api.awaitState(order, "REFUNDING");
    return order;
  }

  private OrderId releasing() {
    OrderId order = given.charging();
    participants.answer(order, declined(order));
    api.awaitState(order, "RELEASING");
    return order;
  }

  private OrderId cancelled() {
    OrderId order = releasing();
    participants.answer(order, released(order));
    api.awaitState(order, "CANCELLED");
    return order;
  }

  private OrderId undoneOnceMore() {
    OrderId order = cancelled();
    participants.answer(order, charged(order));
    api.awaitState(order, "REFUNDING");
    return order;
  }

  private OrderId refundGivenUp() {
    OrderId order = refunding();
    limits.passUntil(order, "RELEASING");
    participants.answer(order, released(order));
    api.awaitState(order, "NEEDS_ATTENTION");
    return order;
  }

  private OrderId commitGivenUp() {
    OrderId order = given.paid();
    limits.passUntil(order, "NEEDS_ATTENTION");
    return order;
  }
}
