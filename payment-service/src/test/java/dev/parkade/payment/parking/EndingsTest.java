package dev.parkade.payment.parking;

import static dev.parkade.messages.deadletter.ReplayOutcome.DUPLICATE;
import static dev.parkade.messages.deadletter.ReplayOutcome.HANDLED;
import static dev.parkade.messages.deadletter.ReplayOutcome.REFUSED;
import static dev.parkade.payment.parking.Commands.ADA;
import static dev.parkade.payment.parking.Commands.BOB;
import static dev.parkade.payment.parking.Commands.NOON;
import static dev.parkade.payment.parking.Commands.replay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.Verdict;
import dev.parkade.payment.parking.Endings.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is said about replayed dead letters, for everything that can become of a command.
class EndingsTest {

  private static final Verdict UNSETTLED =
      new Verdict.Unsettled(Verdict.Obstacle.UNAVAILABLE, "no answer");
  private static final Verdict BEHIND = new Verdict.Behind();

  private final Commands given = new Commands();

  @Test
  void aReplayThatIsDecidedEndsAsItsVerdictSaysFreshOrReleased() {
    given.knows(ADA);
    Command fresh = given.replayed(1, given.charge(ADA));
    Parked released = given.parked(given.replayed(2, given.charge(ADA)));
    var refused =
        new PaymentRefused(released.orderId(), PaymentRefusal.ALREADY_VOIDED, "refunded before");

    Effects effects =
        judge(plan(released, fresh), settled(REFUSED, refused), settled(HANDLED, charged(fresh)));

    assertThat(effects.endings().all())
        .containsExactly(
            new Ending(
                replay(2),
                released.command().message(),
                REFUSED,
                "ALREADY_VOIDED: refunded before"),
            new Ending(replay(1), fresh.message(), HANDLED, "CHARGED"));
  }

  @Test
  void aReplayedRefundSaysWhetherThereWasMoney() {
    Command first = given.replayed(1, given.refund(ADA, given.order()));
    Command second = given.replayed(2, given.refund(ADA, given.order()));

    Effects effects =
        judge(
            plan(first, second),
            settled(HANDLED, new PaymentRefunded(first.orderId(), true)),
            settled(DUPLICATE, new PaymentRefunded(second.orderId(), false)));

    assertThat(effects.endings().all())
        .containsExactly(
            new Ending(replay(1), first.message(), HANDLED, "REFUNDED"),
            new Ending(replay(2), second.message(), DUPLICATE, "NOTHING_TAKEN"));
  }

  @Test
  void ofCommandsThatAreNoReplaysNothingIsSaid() {
    given.knows(ADA);
    Command charge = given.charge(ADA);

    Effects effects = judge(plan(charge), settled(HANDLED, charged(charge)));

    assertThat(effects.replies()).hasSize(1);
    assertThat(effects.endings().all()).isEmpty();
  }

  @Test
  void aParkedReplayEndsWithTheRefundOfItsOrderThoughItsContentIsSpilled() {
    OrderId order = given.order();
    Parked entry = given.parked(given.replayed(1, given.charge(ADA, order)));
    given.partition().waiting().put(entry.spilled());
    Command refund = given.refund(ADA, order);

    Effects effects = judge(plan(refund), settled(HANDLED, new PaymentRefunded(order, false)));

    assertThat(effects.endings().all())
        .containsExactly(new Ending(replay(1), refund.message(), REFUSED, "REFUNDED_WHILE_PARKED"));
  }

  @Test
  void theReplayOfADeadLetterThatHoldsItsCustomerBackHasEndedBefore() {
    OrderId order = given.order();
    Parked entry = given.parked(given.replayed(1, given.charge(ADA, order)));
    given.partition().waiting().put(entry.deadLettered(NOON));

    Effects effects =
        judge(plan(given.refund(ADA, order)), settled(HANDLED, new PaymentRefunded(order, false)));

    assertThat(effects.settled()).hasSize(1);
    assertThat(effects.endings().all()).isEmpty();
  }

  @Test
  void aReplayWhoseRefundComesInTheSamePollIsRefusedWhetherItWouldHaveWaitedOrHadNoAnswer() {
    given.knows(ADA);
    given.parked(given.charge(ADA), WaitReason.PROVIDER_UNAVAILABLE, 1);
    Command behind = given.replayed(1, given.charge(ADA, given.order()));
    Command unknown = given.replayed(2, given.charge(BOB, given.order()));
    Command refund = given.refund(ADA, behind.orderId());
    Command other = given.refund(BOB, unknown.orderId());

    Effects effects =
        judge(
            plan(behind, unknown, refund, other),
            List.of(
                List.of(settled(HANDLED, new PaymentRefunded(behind.orderId(), false))),
                List.of(settled(HANDLED, new PaymentRefunded(unknown.orderId(), false)))));

    assertThat(effects.parks()).isEmpty();
    assertThat(effects.endings().all())
        .containsExactly(
            new Ending(replay(1), behind.message(), REFUSED, "REFUNDED_IN_THE_SAME_POLL"),
            new Ending(replay(2), unknown.message(), REFUSED, "REFUNDED_IN_THE_SAME_POLL"));
  }

  @Test
  void andSoIsOneThatTheProviderDidNotAnswer() {
    given.knows(ADA);
    Command charge = given.replayed(1, given.charge(ADA, given.order()));
    Command refund = given.refund(ADA, charge.orderId());

    Effects effects =
        judge(
            plan(charge, refund),
            UNSETTLED,
            settled(HANDLED, new PaymentRefunded(charge.orderId(), false)));

    assertThat(effects.endings().all())
        .containsExactly(
            new Ending(replay(1), charge.message(), REFUSED, "REFUNDED_IN_THE_SAME_POLL"));
  }

  @Test
  void aReplayOfWhatWaitsAlreadyIsADuplicateUnlessItIsTheOneThatWaits() {
    Command waiting = given.charge(ADA);
    given.parked(waiting);
    Command itself = given.replayed(2, given.charge(ADA));
    given.parked(itself);
    Command copy = given.replayed(1, waiting);

    Effects effects = judge(plan(copy, itself));

    assertThat(effects.repeats()).hasSize(2);
    assertThat(effects.endings().all())
        .containsExactly(new Ending(replay(1), copy.message(), DUPLICATE, "PARKED_ALREADY"));
  }

  @Test
  void aReplayOfWhatIsParkedInTheSamePollIsADuplicateUnlessItIsTheSameReplay() {
    given.knows(BOB);
    Command unknown = given.charge(ADA);
    Command again = given.replayed(1, unknown);
    Command first = given.replayed(2, given.charge(BOB));
    Command second = given.replayed(3, first);

    Effects effects = judge(plan(unknown, again, first, first, second), UNSETTLED, BEHIND, BEHIND);

    assertThat(effects.parks()).hasSize(2);
    assertThat(effects.endings().all())
        .containsExactlyInAnyOrder(
            new Ending(replay(1), again.message(), DUPLICATE, "PARKED_ALREADY"),
            new Ending(replay(3), second.message(), DUPLICATE, "PARKED_ALREADY"));
  }

  @Test
  void ofWhatWaitsOrBecomesADeadLetterAgainOrIsHeldBackNothingIsSaid() {
    given.knows(ADA);
    Command unknown = given.replayed(1, given.charge(BOB));
    Parked last =
        given.parked(given.replayed(2, given.charge(ADA)), WaitReason.CUSTOMER_UNKNOWN, 2);
    Command notAsked = given.replayed(3, given.charge(ADA));

    Effects effects = judge(plan(last, unknown, notAsked), UNSETTLED, new Verdict.NotAsked("open"));

    assertThat(effects.dead()).hasSize(1);
    assertThat(effects.heldBack()).isNotEmpty();
    assertThat(effects.parks()).hasSize(1);
    assertThat(effects.endings().all()).isEmpty();
  }

  private static PaymentCharged charged(Command command) {
    OrderId order = command.orderId();
    return new PaymentCharged(order, new PaymentId(order.value()), new Money(100, "EUR"));
  }

  private static Verdict settled(ReplayOutcome outcome, PaymentReply reply) {
    return new Verdict.Settled(null, reply, outcome);
  }

  private Plan plan(Command... commands) {
    return plan(List.of(), commands);
  }

  private Plan plan(Parked released, Command... commands) {
    return plan(List.of(new Slice(given.partition(), List.of(released))), commands);
  }

  private Plan plan(List<Slice> slices, Command... commands) {
    return new GatePoll(n -> given.partition(), Fences.none(), 10).plan(slices, List.of(commands));
  }

  /// For a plan with one customer's commands at most.
  private static Effects judge(Plan plan, Verdict... verdicts) {
    return judge(plan, plan.chains().isEmpty() ? List.of() : List.of(List.of(verdicts)));
  }

  private static Effects judge(Plan plan, List<List<Verdict>> verdicts) {
    var retry =
        new RetrySettings(
            RetrySettings.Policy.FIXED,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            0,
            3,
            Duration.ofHours(1),
            Map.of());
    return new Judging(retry, true, new Random(1), NOON).judge(plan, verdicts);
  }
}
