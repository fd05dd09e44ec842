package dev.parkade.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedGatewayTest {

  // what is not late on purpose answers at once, also on a busy machine
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration LATE = Duration.ofSeconds(20);

  private final SequentialIds ids = new SequentialIds();
  private final SimulatedGateway provider =
      new SimulatedGateway(new SimulatorSettings(Duration.ZERO, LATE));
  private GuardedGateway gateway = guarded(Duration.ofHours(1));

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void passesOnWhatTheProviderSays() {
    assertThat(charge(1000)).isInstanceOf(Outcome.Approved.class);
    assertThat(charge(1013)).isInstanceOf(Outcome.Declined.class);
    assertThat(charge(1035)).isInstanceOf(Outcome.Unavailable.class);
  }

  @Test
  void asksForTheKeyWhenAnAnswerIsLateOrLost() {
    assertThat(charge(1031)).isInstanceOf(Outcome.Approved.class);
    assertThat(charge(1032)).isInstanceOf(Outcome.Approved.class);
  }

  @Test
  void staysAmbiguousWhenTheProviderKnowsNothing() {
    assertThat(charge(1033)).isInstanceOf(Outcome.Ambiguous.class);
  }

  @Test
  void stopsAskingAProviderThatIsAway() {
    provider.switchTo(SimulatedGateway.Mode.DOWN);
    for (int i = 0; i < 4; i++) {
      assertThat(charge(1000)).isInstanceOf(Outcome.Unavailable.class);
    }
    assertThat(gateway.isOpen()).isTrue();
    assertThat(charge(1000)).isInstanceOf(Outcome.NotAsked.class);
  }

  @Test
  void startsAgainByItselfWhenTheProviderIsBack() {
    gateway.close();
    gateway = guarded(Duration.ofMillis(100));
    provider.switchTo(SimulatedGateway.Mode.DOWN);
    for (int i = 0; i < 4; i++) {
      charge(1000);
    }

    provider.switchTo(SimulatedGateway.Mode.UP);

    Eventually.within(
        Eventually.SOON, () -> assertThat(charge(1000)).isInstanceOf(Outcome.Approved.class));
    assertThat(gateway.isOpen()).isFalse();
  }

  @Test
  void answersTheSameKeyTheSameWay() {
    var charge = charge(id(), new Money(1000, "EUR"));

    assertThat(gateway.charge(charge)).isEqualTo(gateway.charge(charge));
  }

  @Test
  void aChargeThatWasUndoneBeforeItCameDoesNotHappen() {
    MessageId charge = id();
    Money amount = new Money(1000, "EUR");
    gateway.refund(new PaymentGateway.Refund(id(), charge, amount, null));

    Outcome outcome = gateway.charge(charge(charge, amount));

    assertThat(outcome).isInstanceOf(Outcome.Withdrawn.class);
  }

  private GuardedGateway guarded(Duration openFor) {
    return new GuardedGateway(provider, new GatewaySettings(LIMIT, 8, 10, 4, 50, openFor, 2));
  }

  private Outcome charge(long cents) {
    return gateway.charge(charge(id(), new Money(cents, "EUR")));
  }

  private PaymentGateway.Charge charge(MessageId key, Money amount) {
    return new PaymentGateway.Charge(key, new OrderId(ids.get()), "ada", amount, null);
  }

  private MessageId id() {
    return new MessageId(ids.get());
  }
}
