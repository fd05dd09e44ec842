package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.envelope.Message;
import dev.parkade.payment.parking.Story.Payer;
import dev.parkade.payment.scenario.World;
import dev.parkade.provider.Behaviour.Mode;
import dev.parkade.provider.ProviderSimulator;
import dev.parkade.testkit.time.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Charge and refund of an order, each of them three times (as it was sent, the same again, and
/// under a fresh message id), in every order in which they can arrive, for every kind of customer;
/// what they wait for comes at every moment, and never. What must follow stands in [Story]. Time
/// stands still: nothing that is answered here waits for it.
class EveryArrivalIT {

  private static final ProviderSimulator PROVIDER = ProviderSimulator.start("alpha", 0);
  private static final TestClock CLOCK = TestClock.atNoon();
  private static final World WORLD = new World().at(CLOCK);

  @BeforeAll
  static void start() {
    WORLD.start(
        "--parkade.payment.provider.kind=http",
        "--parkade.payment.provider.http[0].name=alpha",
        "--parkade.payment.provider.http[0].url=" + PROVIDER.uri(),
        // a payment that the provider does not take is not tried twice: so customers are blocked
        "--parkade.parking.retry.by-reason.provider-unavailable.max-attempts=1",
        // and that, or a busy machine, must not keep others from the provider
        "--parkade.payment.provider.connect-timeout=20s",
        "--parkade.payment.gateway.time-limit=30s",
        "--parkade.payment.gateway.concurrent-calls=16",
        "--parkade.payment.gateway.breaker-window=100000",
        "--parkade.payment.gateway.breaker-minimum-calls=100000");
  }

  @AfterAll
  static void stop() {
    WORLD.close();
    PROVIDER.close();
  }

  @Test
  void inOnePollEveryArrivalIsAnsweredAsTheTableSays() {
    Play play = everybody();

    play.inOnePoll();

    Found found = compared(play);
    var told = found.told();
    assertThat(play.stories())
        .allSatisfy(
            story ->
                assertThat(story.outcome().waited())
                    .containsAll(told.getOrDefault(story.order(), Set.of())));
  }

  @Test
  void inSeparatePollsEveryArrivalIsAnsweredAsTheTableSays() {
    Play play = everybody();

    play.inSeparatePolls();

    Found found = compared(play);
    var told = found.told();
    assertThat(play.stories())
        .allSatisfy(
            story ->
                assertThat(told.getOrDefault(story.order(), Set.of()))
                    .isEqualTo(story.outcome().waited()));
    assertThat(counted("parkade.gate.repeats")).as("came again while they waited").isPositive();
  }

  private static Play everybody() {
    return new Play(WORLD, PROVIDER, CLOCK)
        .with(Payer.KNOWN)
        .with(Payer.INACTIVE)
        .with(Payer.WITHOUT_COVER)
        .with(Payer.UNKNOWN)
        .with(Payer.BLOCKED);
  }

  private static Found compared(Play play) {
    Found found = new Found(WORLD, play.stories());
    found.assertBooks(PROVIDER);
    found.assertStatusesAndAnswers();
    assertThat(counted("parkade.gate.order.violations")).isZero();
    assertThat(counted("parkade.consumer.failures")).as("polls that failed").isZero();
    assertItReallyHappened(play, found);
    return found;
  }

  /// Duplicates, empty rollbacks, suspensions, refusals, and dead letters that block.
  private static void assertItReallyHappened(Play play, Found found) {
    assertThat(found.words())
        .containsExactlyInAnyOrder(
            "charged",
            "returned",
            "nothing",
            "ALREADY_VOIDED",
            "CUSTOMER_INACTIVE",
            "PAYMENT_DECLINED");
    assertThat(found.answeredAgain()).isGreaterThan(play.stories().size());
    assertThat(play.blocking()).isNotEmpty();
    assertThat(PROVIDER.happened(Mode.DOWN)).isGreaterThanOrEqualTo(play.blocking().size());
    assertThat(
            WORLD.deadLetters().stream()
                .filter(dead -> header(dead, DeadLetterHeaders.REASON).equals("RETRIES_EXHAUSTED"))
                .map(EveryArrivalIT::commandOf))
        .containsAll(play.blocking().stream().map(Message::id).map(Object::toString).toList())
        .doesNotHaveDuplicates();
  }

  private static String commandOf(ConsumerRecord<String, byte[]> dead) {
    return header(dead, "ce_id");
  }

  private static double counted(String name) {
    return WORLD.bean(MeterRegistry.class).get(name).counter().count();
  }
}
