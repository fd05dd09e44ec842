package dev.parkade.order.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.order.projections.ProjectedOrder;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.Operator;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.Step;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;
import dev.parkade.order.saga.Transitions;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.testkit.time.SequentialIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What clients see of an order is what the lines of its history say, however it came about: the
/// row of the saga and the history never disagree.
class HistoryTellsEverythingTest {

  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final CustomerId ADA = CustomerId.of("ada");
  private static final Sku TEA = Sku.of("tea");
  private static final Money PRICE = new Money(500, "EUR");
  private static final Operator GRACE = new Operator("grace", "the provider is back");

  private final SequentialIds ids = new SequentialIds();
  private final Messages messages =
      new Messages("test", Clock.fixed(NOON, ZoneOffset.UTC), ids::get);
  private final Timers timers = new Timers(settings());
  private final Set<OrderStatus> seen = EnumSet.noneOf(OrderStatus.class);

  @RepeatedTest(20)
  void theHistoryOfAnySagaFoldsToWhatItsRowSays(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());

    for (int i = 0; i < 100; i++) {
      aRandomSaga(random);
    }

    assertThat(seen).containsExactlyInAnyOrder(OrderStatus.values());
  }

  private void aRandomSaga(Random random) {
    var order = new OrderId(ids.get());
    List<HistoryLine> history = new ArrayList<>();
    StoredSaga saga = begun(order, history);
    ProjectedOrder followed = fold(null, history);

    for (int n = 1; n <= 25; n++) {
      SagaInput input = inputs(order).get(random.nextInt(inputs(order).size()));
      var run = new SagaRun(messages, timers, NOON.plusSeconds(n));
      StoredSaga before = saga;
      saga =
          switch (Transitions.next(saga.saga(), input)) {
            case Moved moved -> run.moved(before, moved, null, null);
            case Unmoved unmoved -> run.unmoved(before, unmoved, null);
            default -> before;
          };
      history.addAll(run.history());
      followed = fold(followed, run.history());
      seen.add(saga.saga().status());

      // the whole history, the new lines after what was known, and the row: all the same
      ProjectedOrder row = ProjectedOrder.of(saga);
      assertThat(fold(null, history)).as("after %s", input).isEqualTo(row);
      assertThat(followed).isEqualTo(row);
    }
  }

  private StoredSaga begun(OrderId order, List<HistoryLine> history) {
    var run = new SagaRun(messages, timers, NOON);
    var saga = Saga.of(order, ADA, List.of(new Line(TEA, 2, null)));
    var unborn =
        new StoredSaga(
            saga,
            1,
            Map.of(),
            0,
            null,
            NOON.plus(Duration.ofHours(1)),
            0,
            Traceparent.start(),
            -1,
            NOON,
            NOON);
    StoredSaga begun = run.moved(unborn, Transitions.begin(saga), null, null);
    history.addAll(run.history());
    return begun;
  }

  private static @Nullable ProjectedOrder fold(
      @Nullable ProjectedOrder from, List<HistoryLine> lines) {
    ProjectedOrder order = from;
    for (HistoryLine line : lines) {
      order = ProjectedOrder.apply(order, line);
    }
    return order;
  }

  private List<SagaInput> inputs(OrderId order) {
    var total = new Money(1000, "EUR");
    var reserved =
        new StockReserved(
            order, List.of(new PricedLine(TEA, 2, PRICE)), total, NOON.plusSeconds(60));
    return List.of(
        stock(reserved),
        stock(reserved),
        stock(new StockRefused(order, StockRefusal.STOCK_UNAVAILABLE, "none left")),
        stock(new StockCommitted(order)),
        stock(new HoldExpired(order)),
        stock(new StockReleased(order)),
        paid(new PaymentCharged(order, new PaymentId(order.value()), total)),
        paid(new PaymentCharged(order, new PaymentId(order.value()), total)),
        paid(new PaymentRefused(order, PaymentRefusal.PAYMENT_DECLINED, "no cover")),
        paid(new PaymentRefunded(order, true)),
        paid(new PaymentWaiting(order, ADA, NOON, "CUSTOMER_UNKNOWN")),
        new SagaInput.RetryDue(),
        new SagaInput.AttemptsExhausted(),
        new SagaInput.SagaOverdue(),
        new SagaInput.HoldRunsOut(),
        new SagaInput.CancellationRequested(),
        new SagaInput.OperatorRetried(GRACE),
        new SagaInput.OperatorSkipped(GRACE),
        new SagaInput.OperatorResolved(GRACE, SagaInput.Outcome.CONFIRMED),
        new SagaInput.OperatorResolved(GRACE, SagaInput.Outcome.CANCELLED));
  }

  private static SagaSettings settings() {
    var limit = new SagaSettings.StepLimit(Duration.ofSeconds(10), Duration.ofMinutes(1), 4);
    Map<Step, SagaSettings.StepLimit> limits =
        Arrays.stream(Step.values()).collect(Collectors.toMap(step -> step, _ -> limit));
    return new SagaSettings(
        Duration.ofHours(1), Duration.ofMinutes(1), 0, Duration.ofSeconds(1), 200, limits);
  }

  private SagaInput stock(InventoryReply reply) {
    return new SagaInput.InventoryReplied(new MessageId(ids.get()), reply);
  }

  private SagaInput paid(PaymentReply reply) {
    return new SagaInput.PaymentReplied(new MessageId(ids.get()), reply);
  }
}
