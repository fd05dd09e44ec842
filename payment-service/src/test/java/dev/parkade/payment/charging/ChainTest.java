package dev.parkade.payment.charging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.payment.gateway.Outcome;
import dev.parkade.payment.gateway.PaymentGateway;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainTest {

  private static final CustomerId ADA = CustomerId.of("ada");

  private final TestClock clock = TestClock.atNoon();
  private final Ids ids = new SequentialIds()::get;
  private final Messages messages = new Messages("test", clock, ids);
  private final Scripted gateway = new Scripted();
  private long offset;

  @Test
  void chargesOneAfterTheOther() {
    Task first = charge(order(), 100);
    Task second = charge(order(), 200);

    List<Verdict> verdicts = run(first, second);

    assertThat(verdicts).allSatisfy(v -> assertThat(reply(v)).isInstanceOf(PaymentCharged.class));
    assertThat(gateway.calls).containsExactly("charge " + id(first), "charge " + id(second));
  }

  @Test
  void answersADuplicateInTheSamePollWithoutASecondCharge() {
    Task task = charge(order(), 100);

    List<Verdict> verdicts = run(task, task);

    assertThat(reply(verdicts.get(1))).isEqualTo(reply(verdicts.get(0)));
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void saysOfEachSettledCommandWhatItMeansForAReplay() {
    OrderId order = order();
    Task charge = charge(order, 100);
    OrderId declined = order();
    Task decline = charge(declined, 100);
    gateway.answers(decline, new Outcome.Declined("no"));

    List<Verdict> verdicts =
        run(
            charge,
            charge,
            refund(order),
            refund(order),
            charge,
            decline,
            decline,
            refund(declined),
            refund(order()));

    assertThat(verdicts)
        .extracting(v -> ((Verdict.Settled) v).outcome())
        .containsExactly(
            ReplayOutcome.HANDLED,
            ReplayOutcome.DUPLICATE,
            ReplayOutcome.HANDLED,
            ReplayOutcome.DUPLICATE,
            ReplayOutcome.REFUSED,
            ReplayOutcome.HANDLED,
            ReplayOutcome.DUPLICATE,
            ReplayOutcome.DUPLICATE,
            ReplayOutcome.HANDLED);
  }

  @Test
  void aDeclineLetsLaterCommandsGo() {
    Task declined = charge(order(), 100);
    gateway.answers(declined, new Outcome.Declined("no"));

    List<Verdict> verdicts = run(declined, charge(order(), 200));

    assertThat(reply(verdicts.get(0)))
        .isInstanceOfSatisfying(
            PaymentRefused.class,
            r -> assertThat(r.reason()).isEqualTo(PaymentRefusal.PAYMENT_DECLINED));
    assertThat(reply(verdicts.get(1))).isInstanceOf(PaymentCharged.class);
  }

  @Test
  void aChargeWithoutAnswerHoldsBackLaterChargesAndNoRefund() {
    Task lost = charge(order(), 100);
    gateway.answers(lost, new Outcome.Unavailable("down"));
    OrderId cancelled = order();

    List<Verdict> verdicts = run(lost, charge(order(), 200), refund(cancelled));

    assertThat(verdicts.get(0)).isInstanceOf(Verdict.Unsettled.class);
    assertThat(verdicts.get(1)).isInstanceOf(Verdict.Behind.class);
    assertThat(reply(verdicts.get(2))).isEqualTo(new PaymentRefunded(cancelled, false));
  }

  @Test
  void anOpenCircuitHoldsBackEverythingBehindIt() {
    Task first = charge(order(), 100);
    gateway.answers(first, new Outcome.NotAsked("open"));

    List<Verdict> verdicts = run(first, charge(order(), 200));

    assertThat(verdicts).allSatisfy(v -> assertThat(v).isInstanceOf(Verdict.NotAsked.class));
  }

  @Test
  void refundsWhatItHasJustCharged() {
    OrderId order = order();
    Task charge = charge(order, 100);

    List<Verdict> verdicts = run(charge, refund(order));

    assertThat(reply(verdicts.get(1))).isEqualTo(new PaymentRefunded(order, true));
    assertThat(gateway.calls)
        .containsExactly("charge " + id(charge), "undo " + id(charge) + " at alpha");
  }

  @Test
  void aRefundUndoesAChargeOfWhichNobodyKnowsWhetherItWasMade() {
    OrderId order = order();
    Task charge = charge(order, 100);
    gateway.answers(charge, new Outcome.Ambiguous("lost"));

    List<Verdict> verdicts = run(charge, refund(order));

    assertThat(reply(verdicts.get(1))).isEqualTo(new PaymentRefunded(order, true));
    assertThat(gateway.calls).contains("undo " + id(charge));
  }

  @Test
  void aRefundUndoesEveryChargeThatCameUnderSeveralIds() {
    OrderId order = order();
    Task first = charge(order, 100);
    Task again = charge(order, 100);
    gateway.answers(first, new Outcome.Ambiguous("lost"));

    List<Verdict> verdicts = run(first, again, refund(order));

    assertThat(reply(verdicts.get(2))).isEqualTo(new PaymentRefunded(order, true));
    assertThat(gateway.calls)
        .containsExactly("charge " + id(first), "undo " + id(first), "undo " + id(again));
  }

  @Test
  void aRefundSaysThatNothingWasReturnedWhenTheProviderHadTakenNothing() {
    OrderId order = order();
    Task charge = charge(order, 100);
    gateway.answers(charge, new Outcome.Ambiguous("lost"));
    gateway.refunds = new Outcome.Withdrawn("nothing there");

    List<Verdict> verdicts = run(charge, refund(order));

    assertThat(reply(verdicts.get(1))).isEqualTo(new PaymentRefunded(order, false));
  }

  @Test
  void aChargeThatIsGivenUpLeavesARowByWhichItsRefundAsksTheProvider() {
    OrderId order = order();
    Task charge = charge(order, 100);
    gateway.answers(charge, new Outcome.Ambiguous("lost"));
    Change givenUp = ((Verdict.Unsettled) run(charge).getFirst()).ifGivenUp();
    Fences fences = Fences.none().with(Map.of(order, givenUp.payment()));

    List<Verdict> verdicts = chain(fences).run(List.of(refund(order)));

    assertThat(fences.contains(order)).isFalse();
    assertThat(givenUp.payment().status()).isEqualTo(PaymentStatus.UNCERTAIN);
    assertThat(reply(verdicts.getFirst())).isEqualTo(new PaymentRefunded(order, true));
    assertThat(gateway.calls).endsWith("undo " + id(charge) + " at alpha");
  }

  @Test
  void aRefundGoesToTheProviderThatTookTheMoney() {
    OrderId order = order();
    Task charge = charge(order, 100);
    gateway.answers(charge, new Outcome.Approved("beta", "ref"));
    Payment charged = ((Verdict.Settled) run(charge).getFirst()).change().payment();

    chain(Fences.none().with(Map.of(order, charged))).run(List.of(refund(order)));

    assertThat(gateway.calls).endsWith("undo " + id(charge) + " at beta");
  }

  @Test
  void aChargeUnderAnotherCommandWaitsWhileTheFirstIsUncertain() {
    OrderId order = order();
    Task first = charge(order, 100);
    gateway.answers(first, new Outcome.Ambiguous("lost"));
    Payment uncertain = ((Verdict.Unsettled) run(first).getFirst()).ifGivenUp().payment();
    Task second = charge(order, 100);

    Verdict verdict =
        chain(Fences.none().with(Map.of(order, uncertain))).run(List.of(second)).getFirst();

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Unsettled.class,
            u -> assertThat(u.detail()).contains("refund the order first"));
    assertThat(gateway.calls).doesNotContain("charge " + id(second));
  }

  @Test
  void aDeactivatedCustomersChargeThatHadBeenTakenStands() {
    Task inactive = inactive();
    gateway.withdrawals = new Outcome.Approved("alpha", "ref");

    List<Verdict> verdicts = run(inactive);

    assertThat(reply(verdicts.getFirst())).isInstanceOf(PaymentCharged.class);
    assertThat(gateway.calls).containsExactly("withdraw " + id(inactive));
  }

  @Test
  void aChargeAfterItsRefundIsSuspended() {
    OrderId order = order();

    List<Verdict> verdicts = run(refund(order), charge(order, 100));

    assertThat(reply(verdicts.get(1)))
        .isInstanceOfSatisfying(
            PaymentRefused.class,
            r -> assertThat(r.reason()).isEqualTo(PaymentRefusal.ALREADY_VOIDED));
    assertThat(gateway.calls).isEmpty();
  }

  @Test
  void refusesADeactivatedCustomerWhenTheProviderCertainlyHoldsNothing() {
    Task inactive = inactive();

    List<Verdict> verdicts = run(inactive);

    assertThat(reply(verdicts.getFirst()))
        .isInstanceOfSatisfying(
            PaymentRefused.class,
            r -> assertThat(r.reason()).isEqualTo(PaymentRefusal.CUSTOMER_INACTIVE));
    assertThat(gateway.calls).containsExactly("withdraw " + id(inactive));
  }

  @Test
  void doesNotRefuseADeactivatedCustomerWhileTheProviderMayHoldTheMoney() {
    Task inactive = inactive();
    gateway.withdrawals = new Outcome.Unavailable("down");

    List<Verdict> verdicts = run(inactive);

    assertThat(verdicts.getFirst()).isInstanceOf(Verdict.Unsettled.class);
  }

  private Task inactive() {
    Task charge = charge(order(), 100);
    return new Task(charge.command(), charge.origin(), false, null, List.of());
  }

  private List<Verdict> run(Task... tasks) {
    return chain(Fences.none()).run(List.of(tasks));
  }

  private Chain chain(Fences fences) {
    return new Chain(gateway, clock, ids, fences, "alpha");
  }

  private OrderId order() {
    return new OrderId(ids.get());
  }

  private Task charge(OrderId order, long amount) {
    return task(new ChargePayment(order, ADA, new Money(amount, "EUR")));
  }

  private Task refund(OrderId order) {
    return task(new RefundPayment(order, ADA, "cancelled"));
  }

  private Task task(PaymentCommand body) {
    String order = body.orderId().text();
    var origin = new Origin(0, offset++);
    return new Task(messages.first(body, order, order, null), origin, true, null, List.of());
  }

  private static MessageId id(Task task) {
    return task.command().id();
  }

  private static Object reply(Verdict verdict) {
    return ((Verdict.Settled) verdict).reply();
  }

  /// Approves everything but what it was told otherwise.
  private static final class Scripted implements PaymentGateway {

    private final List<String> calls = new ArrayList<>();
    private final Map<MessageId, Outcome> answers = new HashMap<>();
    private Outcome refunds = new Outcome.Approved("alpha", "ref");
    private Outcome withdrawals = new Outcome.Withdrawn("nothing there");

    void answers(Task task, Outcome outcome) {
      answers.put(id(task), outcome);
    }

    @Override
    public Outcome charge(Charge charge) {
      calls.add("charge " + charge.key());
      return answers.getOrDefault(charge.key(), new Outcome.Approved("alpha", "ref"));
    }

    @Override
    public Outcome refund(Refund refund) {
      String at = refund.provider() == null ? "" : " at " + refund.provider();
      calls.add("undo " + refund.charge() + at);
      return refunds;
    }

    @Override
    public Outcome withdraw(MessageId charge) {
      calls.add("withdraw " + charge);
      return withdrawals;
    }
  }
}
