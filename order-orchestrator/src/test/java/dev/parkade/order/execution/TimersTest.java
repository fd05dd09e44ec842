package dev.parkade.order.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.order.execution.SagaSettings.StepLimit;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.Operator;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transitions;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.testkit.time.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimersTest {

  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final OrderId ORDER = new OrderId(SequentialIds.nth(7));
  private static final CustomerId ADA = CustomerId.of("ada");
  private static final Money PRICE = new Money(500, "EUR");
  private static final SequentialIds IDS = new SequentialIds();

  private final Timers timers = new Timers(settings(HOUR, Duration.ofMinutes(1), 0));
  private Instant now = NOON;
  private StoredSaga saga = begun(ORDER);

  @Test
  void anAttemptWaitsTwiceAsLongAsTheOneBeforeItUpToTheLongest() {
    assertThat(dueIn()).isEqualTo(Duration.ofSeconds(10));

    assertThat(afterAnotherAttempt()).isEqualTo(Duration.ofSeconds(20));
    assertThat(afterAnotherAttempt()).isEqualTo(Duration.ofSeconds(40));
    assertThat(afterAnotherAttempt()).isEqualTo(Duration.ofSeconds(60));
    assertThat(saga.attempt()).isEqualTo(4);
    pass(Duration.ofSeconds(60));
    assertThat(timers.overdue(saga, now)).isInstanceOf(SagaInput.AttemptsExhausted.class);
  }

  @Test
  void theDeadlineOfTheSagaCutsAWaitShort() {
    pass(HOUR.minusSeconds(4));

    happens(new SagaInput.RetryDue());

    assertThat(dueIn()).isEqualTo(Duration.ofSeconds(4));
    pass(Duration.ofSeconds(4));
    assertThat(timers.overdue(saga, now)).isInstanceOf(SagaInput.SagaOverdue.class);
  }

  @Test
  void aParkedPaymentHasOnlyTheLimitsOfTheWholeOrder() {
    happens(reservedUntil(NOON.plus(Duration.ofHours(3))));
    happens(parked());

    assertThat(saga.dueAt()).isEqualTo(NOON.plus(HOUR));
  }

  @Test
  void whatIsHeldLimitsThePaymentWhenItEndsBeforeTheDeadline() {
    happens(reservedUntil(NOON.plus(Duration.ofMinutes(15))));
    happens(parked());

    assertThat(dueIn()).isEqualTo(Duration.ofMinutes(14));
    pass(Duration.ofMinutes(14));
    assertThat(timers.overdue(saga, now)).isInstanceOf(SagaInput.HoldRunsOut.class);
  }

  @Test
  void aShortHoldStillLeavesHalfOfItToPay() {
    happens(reservedUntil(NOON.plusSeconds(30)));

    assertThat(saga.dueAt()).isEqualTo(NOON.plusSeconds(10));
    happens(parked());
    assertThat(saga.dueAt()).isEqualTo(NOON.plusSeconds(15));
  }

  @Test
  void aHoldThatIsOverBeforeItIsHeardOfIsDueAtOnce() {
    pass(Duration.ofMinutes(20));

    happens(reservedUntil(NOON.plus(Duration.ofMinutes(15))));

    assertThat(saga.dueAt()).isBefore(now);
    assertThat(timers.overdue(saga, now)).isInstanceOf(SagaInput.HoldRunsOut.class);
  }

  @Test
  void afterThePivotOnlyTheStepCounts() {
    happens(reservedUntil(NOON.plus(Duration.ofMinutes(15))));
    pass(Duration.ofMinutes(13));
    happens(charged());

    assertThat(saga.saga().state()).isEqualTo(SagaState.COMMITTING);
    assertThat(dueIn()).isEqualTo(Duration.ofSeconds(10));
    pass(HOUR);
    assertThat(timers.overdue(saga, now)).isInstanceOf(SagaInput.RetryDue.class);
  }

  @Test
  void aLateUndoHasTimeLimitsLikeAnyOther() {
    happens(reservedUntil(NOON.plus(HOUR)));
    happens(declined());
    happens(new SagaInput.AttemptsExhausted());
    assertThat(saga.dueAt()).isNull();

    happens(charged());

    assertThat(saga.attempt()).isEqualTo(1);
    assertThat(dueIn()).isEqualTo(Duration.ofSeconds(10));
    assertThat(afterAnotherAttempt()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void whatSomebodyTriesAgainHasAllItsAttemptsAgain() {
    afterAnotherAttempt();
    afterAnotherAttempt();

    happens(new SagaInput.OperatorRetried(new Operator("grace", "inventory is back")));

    assertThat(saga.attempt()).isEqualTo(1);
    assertThat(dueIn()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatBecameDueTogetherDoesNotBecomeDueTogetherAgain() {
    var spread = new Timers(settings(HOUR, Duration.ofMinutes(1), 0.5));

    var waits =
        IntStream.range(0, 100)
            .mapToObj(n -> begun(spread, new OrderId(SequentialIds.nth(n))))
            .map(stored -> Duration.between(NOON, Objects.requireNonNull(stored.dueAt())))
            .collect(Collectors.toSet());

    assertThat(waits).hasSize(100);
    assertThat(waits)
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15)));
    assertThat(begun(spread, ORDER).dueAt()).isEqualTo(begun(spread, ORDER).dueAt());
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> settings(Duration.ZERO, Duration.ZERO, 0))
        .hasMessageContaining("deadline");
    assertThatThrownBy(() -> settings(HOUR, Duration.ofSeconds(-1), 0))
        .hasMessageContaining("hold-margin");
    assertThatThrownBy(() -> settings(HOUR, Duration.ZERO, 1.5)).hasMessageContaining("jitter");
    assertThatThrownBy(() -> new StepLimit(Duration.ofSeconds(2), Duration.ofSeconds(1), 3))
        .hasMessageContaining("first <= longest");
    assertThatThrownBy(() -> new SagaSettings(HOUR, HOUR, 0, Duration.ofSeconds(1), 200, Map.of()))
        .hasMessageContaining("no entry for RESERVE_STOCK");
  }

  private void happens(SagaInput input) {
    saga = after(timers, saga, (Moved) Transitions.next(saga.saga(), input), now);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Duration dueIn() {
    return Duration.between(now, Objects.requireNonNull(saga.dueAt()));
  }

  /// Lets the awaited answer be overdue once, and says how long the next attempt waits.
  private Duration afterAnotherAttempt() {
    now = Objects.requireNonNull(saga.dueAt());
    SagaInput due = timers.overdue(saga, now);
    assertThat(due).isInstanceOf(SagaInput.RetryDue.class);
    happens(due);
    return dueIn();
  }

  private StoredSaga begun(OrderId order) {
    return begun(timers, order);
  }

  private static StoredSaga begun(Timers timers, OrderId order) {
    Saga placed = Saga.of(order, ADA, List.of(new Line(Sku.of("tea"), 1, null)));
    var unborn =
        new StoredSaga(
            placed, 1, Map.of(), 0, null, NOON.plus(HOUR), 0, Traceparent.start(), -1, NOON, NOON);
    return after(timers, unborn, Transitions.begin(placed), NOON);
  }

  private static StoredSaga after(Timers timers, StoredSaga before, Moved moved, Instant now) {
    int attempt = timers.attempt(before, moved);
    return before.moved(
        moved.after(), Map.of(), attempt, timers.due(before, moved, attempt, now), now);
  }

  private static SagaSettings settings(Duration deadline, Duration margin, double jitter) {
    var limit = new StepLimit(Duration.ofSeconds(10), Duration.ofMinutes(1), 4);
    Map<Step, StepLimit> limits =
        Arrays.stream(Step.values()).collect(Collectors.toMap(step -> step, _ -> limit));
    return new SagaSettings(deadline, margin, jitter, Duration.ofSeconds(1), 200, limits);
  }

  private static MessageId id() {
    return new MessageId(IDS.get());
  }

  private static SagaInput reservedUntil(Instant heldUntil) {
    var line = new PricedLine(Sku.of("tea"), 1, PRICE);
    return new SagaInput.InventoryReplied(
        id(), new StockReserved(ORDER, List.of(line), PRICE, heldUntil));
  }

  private static SagaInput parked() {
    return new SagaInput.PaymentReplied(id(), new PaymentWaiting(ORDER, ADA, NOON, "UNKNOWN"));
  }

  private static SagaInput charged() {
    return new SagaInput.PaymentReplied(
        id(), new PaymentCharged(ORDER, new PaymentId(IDS.get()), PRICE));
  }

  private static SagaInput declined() {
    return new SagaInput.PaymentReplied(
        id(), new PaymentRefused(ORDER, PaymentRefusal.PAYMENT_DECLINED, "no cover"));
  }
}
