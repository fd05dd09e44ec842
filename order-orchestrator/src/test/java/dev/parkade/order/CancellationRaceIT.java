package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Situations;
import dev.parkade.testkit.waiting.Eventually;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A cancellation that comes together with the answer that decides the order: one of the two is
/// first, the client is told which, and the order ends accordingly.
@OrchestratorTest
class CancellationRaceIT {

  private static final int CANCELLED = 202;
  private static final int PAID = 409;
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final Participants participants = Participants.shared();
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;
  @LocalServerPort int port;
  private Api api;
  private Situations given;

  @BeforeEach
  void client() {
    api = new Api(port);
    given = new Situations(api);
  }

  @Test
  void theProviderIsStillAtWorkWhenTheOrderIsCancelledAndTakesTheMoney() {
    OrderId order = given.charging();
    assertThat(api.cancel(order).status()).isEqualTo(CANCELLED);
    var first = participants.awaitNth(1, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);

    participants.answer(order, charged(order));

    var again = participants.awaitNth(2, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(api.state(order)).isEqualTo("REFUNDING");
    participants.answer(order, refunded(order));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, ReleaseStock.class);
    participants.answer(order, released(order));
    assertEndsAsSaid(order, CANCELLED);
  }

  @Test
  void theCancellationIsFirstAtTheSagaAndThePaymentWaitsForIt() {
    OrderId order = given.charging();

    var cancelled = inThisOrder(order, () -> cancel(order), () -> answer(order, charged(order)));

    assertThat(cancelled.join()).isEqualTo(CANCELLED);
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("LATE_SUCCESS"));
    assertEndsAsSaid(order, CANCELLED);
  }

  @Test
  void thePaymentIsFirstAtTheSagaAndTheCancellationWaitsForIt() {
    OrderId order = given.charging();

    var paid = inThisOrder(order, () -> answer(order, charged(order)), () -> cancel(order));

    assertThat(paid.join()).isEqualTo(PAID);
    assertEndsAsSaid(order, PAID);
  }

  @Test
  void theOrderIsConfirmedWhileTheCancellationWaitsForItAndTheOtherWayRound() {
    OrderId one = given.paid();
    OrderId other = given.paid();

    // the first two have come through before the others are counted while they wait
    int after = inThisOrder(one, () -> answer(one, committed(one)), () -> cancel(one)).join();
    var before = inThisOrder(other, () -> cancel(other), () -> answer(other, committed(other)));

    assertThat(after).isEqualTo(PAID);
    assertThat(before.join()).isEqualTo(PAID);
    assertEndsAsSaid(one, PAID);
    assertEndsAsSaid(other, PAID);
  }

  @RepeatedTest(30)
  void bothComeInTheSameMoment() {
    OrderId order = given.charging();
    var start = new CyclicBarrier(2);

    var charge = together(start, () -> answer(order, charged(order)));
    int told = together(start, () -> cancel(order)).join();
    charge.join();

    assertThat(told).isIn(CANCELLED, PAID);
    assertEndsAsSaid(order, told);
  }

  @RepeatedTest(10)
  void theConfirmationAndTheCancellationComeInTheSameMoment() {
    OrderId order = given.paid();
    var start = new CyclicBarrier(2);

    var commit = together(start, () -> answer(order, committed(order)));
    int told = together(start, () -> cancel(order)).join();
    commit.join();

    assertThat(told).isEqualTo(PAID);
    assertEndsAsSaid(order, told);
  }

  /// Whatever was first, by now both have come: everything that is owed is answered.
  private void assertEndsAsSaid(OrderId order, int told) {
    if (told == PAID) {
      participants.awaitNth(1, Topics.INVENTORY_COMMANDS, order, CommitStock.class);
      participants.answer(order, committed(order));
      api.awaitEnd(order, "CONFIRMED", "");
      assertThat(api.story(order)).doesNotContain("CANCELLATION", "COMPENSATION", "LATE_SUCCESS");
      assertThat(participants.sent(Topics.PAYMENT_COMMANDS, order, RefundPayment.class)).isEmpty();
      return;
    }
    Eventually.within(SOON, () -> assertThat(api.story(order)).contains("LATE_SUCCESS"));
    participants.answer(order, refunded(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
    api.awaitState(order, "CANCELLED");
    assertThat(api.story(order)).containsOnlyOnce("CANCELLATION").containsOnlyOnce("LATE_SUCCESS");
    assertThat(participants.sent(Topics.INVENTORY_COMMANDS, order, CommitStock.class)).isEmpty();
  }

  /// Lets both wait for the order's row, in this order, and then lets them go. The result is what
  /// the client was told.
  private CompletableFuture<Integer> inThisOrder(
      OrderId order, Supplier<Integer> first, Supplier<Integer> second) {
    return new TransactionTemplate(transactions)
        .execute(
            _ -> {
              jdbc.sql("select state from orders where id = ? for update")
                  .param(order.value())
                  .query(String.class)
                  .single();
              var one = CompletableFuture.supplyAsync(first, THREADS);
              awaitWaiting(1);
              var other = CompletableFuture.supplyAsync(second, THREADS);
              awaitWaiting(2);
              return one.thenCombine(other, Math::max);
            });
  }

  private void awaitWaiting(int transactions) {
    Eventually.within(
        SOON,
        () ->
            assertThat(
                    jdbc.sql("select count(distinct pid) from pg_locks where not granted")
                        .query(Integer.class)
                        .single())
                .isEqualTo(transactions));
  }

  private static CompletableFuture<Integer> together(CyclicBarrier start, Supplier<Integer> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            start.await(SOON.toSeconds(), TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return work.get();
        },
        THREADS);
  }

  private int cancel(OrderId order) {
    return api.cancel(order).status();
  }

  private int answer(OrderId order, MessageBody body) {
    participants.answer(order, body);
    return 0;
  }
}
