package dev.parkade.order.saga;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.parkade.order.saga.SagaInput.Outcome;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.testkit.time.SequentialIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Tells a saga message by message: what comes in, and what it must lead to.
final class SagaStory {

  static final OrderId ORDER = new OrderId(SequentialIds.nth(1));
  static final CustomerId CUSTOMER = CustomerId.of("ada");
  static final Money TOTAL = new Money(2500, "EUR");
  private static final Operator OPERATOR = new Operator("grace", "the provider is back");
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final SequentialIds IDS = new SequentialIds();

  private final Definition definition;
  private Saga saga = Saga.of(ORDER, CUSTOMER, List.of(new Line(Sku.of("shirt"), 1, null)));
  private Transition last;
  private final List<Step> sent;
  private final List<String> announced = new ArrayList<>();

  private SagaStory(Definition definition) {
    this.definition = definition;
    last = definition.begin(saga);
    sent = new ArrayList<>(((Moved) last).commands());
  }

  /// An order that has just been placed and ends on this version.
  static SagaStory placed(Definition definition) {
    return new SagaStory(definition);
  }

  static SagaStory placed() {
    return placed(Transitions.definition());
  }

  static SagaStory reserved() {
    return placed().when(stockReserved());
  }

  static SagaStory paid() {
    return reserved().when(paymentCharged());
  }

  static SagaStory confirmed() {
    return paid().when(stockCommitted());
  }

  SagaStory when(SagaInput input) {
    last = definition.next(saga, input);
    if (last instanceof Moved moved) {
      saga = moved.after();
      sent.addAll(moved.commands());
      moved.events().forEach(event -> announced.add(event.getClass().getSimpleName()));
    }
    return this;
  }

  SagaStory thenItIs(SagaState state) {
    assertThat(saga.state()).isEqualTo(state);
    return this;
  }

  SagaStory andAClientSees(OrderStatus status) {
    assertThat(saga.status()).isEqualTo(status);
    return this;
  }

  SagaStory andOwes(Step... steps) {
    assertThat(saga.owed()).containsExactlyInAnyOrder(steps);
    return this;
  }

  SagaStory because(String reason) {
    assertThat(saga.publicReason()).isEqualTo(reason);
    return this;
  }

  SagaStory thenItSends(Step... steps) {
    assertThat(((Moved) last).commands()).containsExactly(steps);
    return this;
  }

  SagaStory thenItIsNoted(Note note) {
    assertThat(((Moved) last).note()).isEqualTo(note);
    return this;
  }

  SagaStory thenItIsIgnored(Ignored reason) {
    assertThat(last).isEqualTo(new Transition.Unmoved(reason));
    return this;
  }

  SagaStory thenItIsRefused(Refusal reason) {
    assertThat(last).isEqualTo(new Transition.Refused(reason));
    return this;
  }

  SagaStory allInAllItSent(Step... steps) {
    assertThat(sent).containsExactly(steps);
    return this;
  }

  SagaStory andTheWorldHeard(String... events) {
    assertThat(announced).containsExactly(events);
    return this;
  }

  Saga saga() {
    return saga;
  }

  static SagaInput stockReserved() {
    var line = new PricedLine(Sku.of("shirt"), 1, TOTAL);
    return inventory(new StockReserved(ORDER, List.of(line), TOTAL, NOON));
  }

  static SagaInput stockRefused() {
    return inventory(new StockRefused(ORDER, StockRefusal.STOCK_UNAVAILABLE, "none left"));
  }

  static SagaInput stockCommitted() {
    return inventory(new StockCommitted(ORDER));
  }

  static SagaInput holdExpired() {
    return inventory(new HoldExpired(ORDER));
  }

  static SagaInput stockReleased() {
    return inventory(new StockReleased(ORDER));
  }

  static SagaInput paymentCharged() {
    return payment(new PaymentCharged(ORDER, new PaymentId(IDS.get()), TOTAL));
  }

  static SagaInput paymentRefused() {
    return payment(new PaymentRefused(ORDER, PaymentRefusal.PAYMENT_DECLINED, "no cover"));
  }

  static SagaInput paymentRefunded() {
    return payment(new PaymentRefunded(ORDER, true));
  }

  static SagaInput paymentWaiting() {
    return payment(new PaymentWaiting(ORDER, CUSTOMER, NOON, "CUSTOMER_UNKNOWN"));
  }

  static SagaInput retryDue() {
    return new SagaInput.RetryDue();
  }

  static SagaInput attemptsExhausted() {
    return new SagaInput.AttemptsExhausted();
  }

  static SagaInput sagaOverdue() {
    return new SagaInput.SagaOverdue();
  }

  static SagaInput holdRunsOut() {
    return new SagaInput.HoldRunsOut();
  }

  static SagaInput cancellation() {
    return new SagaInput.CancellationRequested();
  }

  static SagaInput operatorRetries() {
    return new SagaInput.OperatorRetried(OPERATOR);
  }

  static SagaInput operatorSkips() {
    return new SagaInput.OperatorSkipped(OPERATOR);
  }

  static SagaInput operatorResolves(Outcome outcome) {
    return new SagaInput.OperatorResolved(OPERATOR, outcome);
  }

  private static SagaInput inventory(InventoryReply reply) {
    return new SagaInput.InventoryReplied(new MessageId(IDS.get()), reply);
  }

  private static SagaInput payment(PaymentReply reply) {
    return new SagaInput.PaymentReplied(new MessageId(IDS.get()), reply);
  }
}
