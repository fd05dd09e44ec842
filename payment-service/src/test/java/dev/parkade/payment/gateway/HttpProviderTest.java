package dev.parkade.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;
import dev.parkade.provider.Behaviour;
import dev.parkade.provider.Behaviour.Mode;
import dev.parkade.provider.Charge.Status;
import dev.parkade.provider.Operation;
import dev.parkade.provider.ProviderSimulator;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.waiting.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The HTTP adapter and fail-over against simulated providers; every fault is asserted to have
/// happened.
class HttpProviderTest {

  private static final Money TEN = new Money(1000, "EUR");

  /// For what answers: a busy machine may take its time.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// For what does not answer.
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private static final Duration SOON = Eventually.SOON;

  private final SequentialIds ids = new SequentialIds();
  private final ProviderSimulator alpha = ProviderSimulator.start("alpha", 0);
  private final ProviderSimulator beta = ProviderSimulator.start("beta", 0);
  private final Recorded claims = new Recorded();
  private final List<Providers> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Providers::close);
    alpha.close();
    beta.close();
  }

  @Test
  void chargesOnceAndAnswersTheSameKeyTheSameWay() {
    Providers providers = both();
    var charge = first();

    Outcome outcome = providers.charge(charge);
    Outcome again = providers.charge(charge);

    assertThat(outcome).isEqualTo(new Outcome.Approved("alpha", "alpha-charge-1"));
    assertThat(again).isEqualTo(outcome);
    assertTaken(alpha, charge);
    assertThat(beta.charges()).isEmpty();
  }

  @Test
  void passesOnADeclineAndAsksNobodyElse() {
    var charge = charge(new Money(1013, "EUR"), "alpha", true);

    assertThat(both().charge(charge)).isInstanceOf(Outcome.Declined.class);
    assertThat(beta.charges()).isEmpty();
  }

  @Test
  void asksForTheKeyWhenTheMoneyWasTakenAndTheAnswerLost() {
    alpha.behave(Behaviour.of(Mode.TAKES_AND_CUTS).times(1));
    var charge = first();

    Outcome outcome = both().charge(charge);

    assertThat(alpha.happened(Mode.TAKES_AND_CUTS)).isEqualTo(1);
    assertThat(outcome).isInstanceOf(Outcome.Approved.class);
    assertTaken(alpha, charge);
    assertThat(beta.charges()).isEmpty();
  }

  @Test
  void asksForTheKeyWhenTheProviderTakesTheMoneyAndNeverAnswers() {
    alpha.behave(Behaviour.of(Mode.TAKES_AND_HANGS).latency(30_000).times(1));
    var charge = first();

    Outcome outcome = impatient().charge(charge);

    assertThat(alpha.happened(Mode.TAKES_AND_HANGS)).isEqualTo(1);
    assertThat(outcome).isInstanceOf(Outcome.Approved.class);
    assertThat(beta.charges()).isEmpty();
  }

  @Test
  void goesToTheSecondWhenTheFirstIsVoidedAndItsRequestStillUnderWay() {
    alpha.behave(Behaviour.of(Mode.SLOW).latency(4000).on(Operation.CHARGE).times(1));
    var charge = first();

    Outcome outcome = impatient().charge(charge);

    assertThat(outcome).isInstanceOf(Outcome.Approved.class);
    assertTaken(beta, charge);
    assertThat(claims.calls).containsExactly("alpha -> beta");
    // the request that was under way has come to its end, and has taken nothing
    Eventually.within(
        SOON,
        () -> assertThat(alpha.charge(charge.key().text()).orElseThrow().requests()).isEqualTo(1));
    assertThat(alpha.charge(charge.key().text()).orElseThrow().status()).isEqualTo(Status.VOIDED);
  }

  @Test
  void goesToTheSecondWhenTheFirstHasLostTheRequest() {
    alpha.behave(Behaviour.of(Mode.CUTS).times(1));
    var charge = first();

    Outcome outcome = both().charge(charge);

    assertThat(alpha.happened(Mode.CUTS)).isEqualTo(1);
    assertThat(outcome).isEqualTo(new Outcome.Approved("beta", "beta-charge-1"));
    assertThat(alpha.charge(charge.key().text()).orElseThrow().status()).isEqualTo(Status.VOIDED);
  }

  @Test
  void staysUncertainWhenTheFirstNeitherAnswersNorCanBeAsked() {
    Operation[] all = Operation.values();
    alpha.behave(Behaviour.of(Mode.CUTS).on(all));
    var charge = first();

    Outcome outcome = both().charge(charge);

    assertThat(alpha.happened(Mode.CUTS)).isGreaterThanOrEqualTo(3);
    assertThat(outcome).isInstanceOf(Outcome.Ambiguous.class);
    assertThat(beta.charges()).isEmpty();
    assertThat(claims.calls).isEmpty();
  }

  @Test
  void withOneProviderALostRequestIsSentAgainUnderTheSameKeyAndNeverVoided() {
    Providers one = providers(LIMIT, alpha.uri());
    alpha.behave(Behaviour.of(Mode.CUTS).times(1));
    var charge = charge(TEN, null, true);

    Outcome lost = one.charge(charge);
    Outcome again = one.charge(charge);

    assertThat(lost).isInstanceOf(Outcome.Ambiguous.class);
    assertThat(again).isInstanceOf(Outcome.Approved.class);
    assertTaken(alpha, charge);
  }

  @Test
  void goesToTheSecondWhenTheFirstPromisesThatNothingWasDone() {
    alpha.behave(Behaviour.of(Mode.DOWN));
    var charge = first();

    Outcome outcome = both().charge(charge);

    assertThat(alpha.happened(Mode.DOWN)).isEqualTo(1);
    assertThat(outcome).isInstanceOf(Outcome.Approved.class);
    assertTaken(beta, charge);
  }

  @Test
  void goesToTheSecondWhenNobodyListensAtTheFirst() {
    alpha.close();
    var charge = first();

    Outcome outcome = both().charge(charge);

    assertThat(outcome).isInstanceOf(Outcome.Approved.class);
    assertTaken(beta, charge);
    assertThat(claims.calls).containsExactly("alpha -> beta");
  }

  @Test
  void aRefusedConnectionIsNoCertaintyIfTheFirstMayHaveBeenAskedBefore() {
    alpha.close();

    Outcome outcome = both().charge(charge(TEN, "alpha", false));

    assertThat(outcome).isInstanceOf(Outcome.Ambiguous.class);
    assertThat(beta.charges()).isEmpty();
  }

  @Test
  void doesNotAskTheSecondIfTheWayThereCannotBeStored() {
    alpha.close();
    claims.fail = true;

    Outcome outcome = both().charge(first());

    assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
    assertThat(beta.charges()).isEmpty();
  }

  @Test
  void nobodyHoldsTheMoneyWhenBothRefuse() {
    alpha.close();
    beta.behave(Behaviour.of(Mode.DOWN));

    Outcome outcome = both().charge(first());

    assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
    assertThat(claims.calls).containsExactly("alpha -> beta", "beta released");
  }

  @Test
  void isAwayOnlyWhenAllCircuitsAreOpen() {
    Providers providers = both();
    alpha.behave(Behaviour.of(Mode.DOWN));
    for (int i = 0; i < 4; i++) {
      assertThat(providers.charge(first())).isInstanceOf(Outcome.Approved.class);
    }
    assertThat(providers.isAway()).isFalse();
    assertThat(providers.preferred()).isEqualTo("beta");

    beta.behave(Behaviour.of(Mode.DOWN));
    for (int i = 0; i < 4; i++) {
      providers.charge(charge(TEN, "beta", true));
    }

    assertThat(providers.isAway()).isTrue();
    assertThat(providers.charge(charge(TEN, "beta", true))).isInstanceOf(Outcome.NotAsked.class);
    assertThat(alpha.happened(Mode.DOWN)).isEqualTo(4);
    assertThat(beta.happened(Mode.DOWN)).isEqualTo(4);
  }

  @Test
  void refundsAtTheProviderThatTookTheMoneyAndNowhereElse() {
    Providers providers = both();
    alpha.behave(Behaviour.of(Mode.DOWN).times(1));
    var charge = first();
    providers.charge(charge);

    Outcome outcome = providers.refund(refund(charge, "beta"));

    assertThat(outcome).isInstanceOf(Outcome.Approved.class);
    assertThat(beta.refunds()).singleElement().matches(r -> r.moneyReturned());
    assertThat(alpha.refunds()).isEmpty();
  }

  @Test
  void asksEveryProviderForARefundIfNobodyKnowsWhoTookTheMoney() {
    Providers providers = both();
    alpha.behave(Behaviour.of(Mode.DOWN).times(1));
    var charge = first();
    providers.charge(charge);

    Outcome outcome = providers.refund(refund(charge, null));

    assertThat(outcome).isInstanceOf(Outcome.Approved.class);
    assertThat(alpha.refunds()).singleElement().matches(r -> !r.moneyReturned());
    assertThat(beta.charge(charge.key().text()).orElseThrow().status()).isEqualTo(Status.REFUNDED);
  }

  @Test
  void aChargeThatComesAfterItsRefundIsNotTakenByAnybody() {
    Providers providers = both();
    var charge = first();

    assertThat(providers.refund(refund(charge, null))).isInstanceOf(Outcome.Withdrawn.class);
    assertThat(providers.charge(charge)).isInstanceOf(Outcome.Withdrawn.class);
    assertThat(alpha.charges()).allMatch(c -> c.status() == Status.VOIDED);
  }

  @Test
  void aRefundAtAProviderThatIsNotConfiguredAnyMoreIsNotGivenUp() {
    Outcome outcome = both().refund(refund(first(), "gamma"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Ambiguous.class, o -> assertThat(o.detail()).contains("gamma", "configure"));
  }

  private Providers both() {
    return providers(LIMIT, alpha.uri(), beta.uri());
  }

  private Providers impatient() {
    return providers(SHORT, alpha.uri(), beta.uri());
  }

  private Providers providers(Duration limit, URI... urls) {
    List<String> names = List.of("alpha", "beta");
    List<GuardedGateway> guarded = new ArrayList<>();
    for (int i = 0; i < urls.length; i++) {
      var endpoint = new ProviderSettings.Endpoint(names.get(i), urls[i]);
      var settings = new GatewaySettings(limit, 8, 10, 4, 50, Duration.ofHours(1), 2);
      var provider = new HttpProvider(endpoint, LIMIT, limit);
      guarded.add(new GuardedGateway(provider, settings));
    }
    Providers providers = new Providers(guarded, claims);
    open.add(providers);
    return providers;
  }

  private static void assertTaken(ProviderSimulator provider, PaymentGateway.Charge charge) {
    assertThat(provider.charges()).filteredOn(c -> c.status() == Status.TAKEN).hasSize(1);
    assertThat(provider.charge(charge.key().text()).orElseThrow().status()).isEqualTo(Status.TAKEN);
  }

  private PaymentGateway.Charge first() {
    return charge(TEN, "alpha", true);
  }

  private PaymentGateway.Charge charge(Money amount, String heldBy, boolean first) {
    Claim claim = heldBy == null ? null : new Claim(new PaymentId(ids.get()), heldBy, first);
    return new PaymentGateway.Charge(
        new MessageId(ids.get()), new OrderId(ids.get()), "ada", amount, claim);
  }

  private PaymentGateway.Refund refund(PaymentGateway.Charge charge, String provider) {
    return new PaymentGateway.Refund(
        new MessageId(ids.get()), charge.key(), charge.amount(), provider);
  }

  private static final class Recorded implements Claims {

    private final List<String> calls = new ArrayList<>();
    private boolean fail;

    @Override
    public boolean move(OrderId order, Claim claim, String to) {
      calls.add(claim.provider() + " -> " + to);
      return !fail;
    }

    @Override
    public void release(OrderId order, Claim claim) {
      calls.add(claim.provider() + " released");
    }
  }
}
