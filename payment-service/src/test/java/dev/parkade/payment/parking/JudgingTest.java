package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static dev.parkade.payment.parking.Commands.BOB;
import static dev.parkade.payment.parking.Commands.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.Verdict;
import dev.parkade.runtime.deadletter.Tries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgingTest {

  private static final RetrySettings RETRY =
      new RetrySettings(
          RetrySettings.Policy.FIXED,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          0,
          3,
          Duration.ofHours(1),
          Map.of());

  private static final Verdict UNSETTLED =
      new Verdict.Unsettled(Verdict.Obstacle.UNAVAILABLE, "no answer");
  private static final Verdict NOT_ASKED = new Verdict.NotAsked("open");
  private static final Verdict BEHIND = new Verdict.Behind();

  private final Commands given = new Commands();

  @Test
  void parksAChargeWithoutAnswerForItsNextAttemptAndWhatIsBehindIt() {
    given.knows(ADA);
    Command first = given.charge(ADA);
    Command second = given.charge(ADA);

    Effects effects = judge(plan(List.of(), first, second), List.of(UNSETTLED, BEHIND));

    assertThat(effects.parks())
        .extracting(p -> p.entry().reason(), p -> p.entry().attempts(), Effects.Park::due)
        .containsExactly(
            tuple(WaitReason.PROVIDER_UNAVAILABLE, 1, NOON.plusSeconds(1)),
            tuple(WaitReason.EARLIER_COMMANDS, 0, null));
  }

  @Test
  void parksOnceWhatCameTwiceInAPollThatCouldNotSettleIt() {
    given.knows(ADA);
    Command charge = given.charge(ADA);

    Effects effects = judge(plan(List.of(), charge, charge), List.of(UNSETTLED, BEHIND));

    assertThat(effects.parks())
        .singleElement()
        .returns(WaitReason.PROVIDER_UNAVAILABLE, p -> p.entry().reason());
  }

  @Test
  void overwritesAParkedCommandWithItsNextAttempt() {
    given.knows(ADA);
    Parked entry = given.parked(given.charge(ADA), WaitReason.PROVIDER_UNAVAILABLE, 1);

    Effects effects = judge(plan(List.of(slice(entry))), List.of(UNSETTLED));

    assertThat(effects.parks().getFirst().entry().attempts()).isEqualTo(2);
    assertThat(effects.parks().getFirst().entry().firstAt()).isEqualTo(entry.firstAt());
    assertThat(effects.settled()).isEmpty();
  }

  @Test
  void afterTheLastAttemptTheDeadLetterHoldsItsCustomerBack() {
    given.knows(ADA);
    Parked entry = given.parked(given.charge(ADA), WaitReason.PROVIDER_UNAVAILABLE, 2);

    Effects effects = judge(plan(List.of(slice(entry))), List.of(UNSETTLED));

    assertThat(effects.dead())
        .singleElement()
        .returns(DeadLetterReason.RETRIES_EXHAUSTED, dead -> dead.failure().reason())
        .returns(new Tries(3, entry.firstAt()), dead -> dead.failure().tries());
    assertThat(effects.blocks())
        .singleElement()
        .returns(entry.id(), Parked::id)
        .returns(3, Parked::attempts);
    assertThat(effects.parks()).isEmpty();
    assertThat(effects.settled()).isEmpty();
  }

  @Test
  void aFirstAttemptThatIsTheLastIsParkedBeforeItBlocksAndSoIsWhatIsBehindIt() {
    given.knows(ADA);
    Command first = given.charge(ADA);
    Command second = given.charge(ADA);

    Effects effects =
        judge(once(), true, plan(List.of(), first, second), List.of(UNSETTLED, BEHIND));

    assertThat(effects.dead()).hasSize(1);
    assertThat(effects.blocks()).extracting(Parked::id).containsExactly(first.id());
    assertThat(effects.parks())
        .extracting(p -> p.entry().id(), p -> p.entry().reason())
        .containsExactly(
            tuple(first.id(), WaitReason.PROVIDER_UNAVAILABLE),
            tuple(second.id(), WaitReason.EARLIER_DEAD_LETTER));
  }

  @Test
  void aRefundThatIsGivenUpHoldsNobodyBack() {
    Parked entry =
        given.parked(given.refund(ADA, given.order()), WaitReason.PROVIDER_UNAVAILABLE, 2);

    Effects effects = judge(plan(List.of(slice(entry))), List.of(UNSETTLED));

    assertThat(effects.dead()).hasSize(1);
    assertThat(effects.blocks()).isEmpty();
    assertThat(effects.settled()).hasSize(1);
  }

  @Test
  void eachReasonHasItsOwnRetries() {
    given.knows(ADA);
    given.knows(BOB);
    var ambiguous = new Verdict.Unsettled(Verdict.Obstacle.AMBIGUOUS, "no answer");
    var patient =
        new RetrySettings.Override(null, Duration.ZERO, Duration.ofMinutes(1), null, 9, null);
    RetrySettings settings = settings(3, Map.of(WaitReason.PROVIDER_AMBIGUOUS, patient));
    Parked first = given.parked(given.charge(ADA), WaitReason.PROVIDER_AMBIGUOUS, 2);
    Parked second = given.parked(given.charge(BOB), WaitReason.PROVIDER_UNAVAILABLE, 2);

    Effects ofAda = judge(settings, true, plan(List.of(slice(first))), List.of(ambiguous));
    Effects ofBob = judge(settings, true, plan(List.of(slice(second))), List.of(UNSETTLED));

    assertThat(ofAda.parks())
        .singleElement()
        .returns(WaitReason.PROVIDER_AMBIGUOUS, p -> p.entry().reason())
        .returns(NOON, Effects.Park::due);
    assertThat(ofAda.dead()).isEmpty();
    assertThat(ofBob.dead()).hasSize(1);
  }

  @Test
  void givesUpAfterTheLastAttemptIfNobodyIsToWaitBehindIt() {
    given.knows(ADA);
    Parked entry = given.parked(given.charge(ADA), WaitReason.PROVIDER_UNAVAILABLE, 2);

    Effects effects = judge(RETRY, false, plan(List.of(slice(entry))), List.of(UNSETTLED));

    assertThat(effects.blocks()).isEmpty();

    assertThat(effects.parks()).isEmpty();
    assertThat(effects.dead())
        .singleElement()
        .returns(DeadLetterReason.RETRIES_EXHAUSTED, dead -> dead.failure().reason());
    assertThat(effects.settled())
        .singleElement()
        .returns(SettleCause.GIVEN_UP, Effects.Settled::cause);
  }

  @Test
  void nothingAtOrBehindACommandThatTheProviderWasNotAskedForHasEffects() {
    given.knows(ADA);
    Command refused = given.charge(ADA);
    Command unknown = given.charge(BOB);

    Effects effects = judge(plan(List.of(), refused, unknown), List.of(NOT_ASKED));

    assertThat(effects.heldBack()).containsEntry(0, refused.record().offset());
    assertThat(effects.parks()).isEmpty();
    assertThat(effects.replies()).isEmpty();
  }

  @Test
  void aReleasedCommandThatTheProviderWasNotAskedForStaysWhereItIs() {
    given.knows(ADA);
    Parked entry = given.parked(given.charge(ADA));

    Effects effects = judge(plan(List.of(slice(entry))), List.of(NOT_ASKED));

    assertThat(effects.parks()).isEmpty();
    assertThat(effects.settled()).isEmpty();
    assertThat(effects.heldBack()).isEmpty();
  }

  @Test
  void aRefundSettlesTheParkedChargeOfItsOrder() {
    OrderId order = given.order();
    Parked entry = given.parked(given.charge(ADA, order));
    Command refund = given.refund(ADA, order);

    Effects effects =
        judge(plan(List.of(), refund), List.of(settled(new PaymentRefunded(order, false))));

    assertThat(effects.settled())
        .containsExactly(new Effects.Settled(entry, SettleCause.REFUNDED, null));
    assertThat(effects.replies()).hasSize(1);
  }

  @Test
  void aRefundWithoutAnswerLeavesTheParkedChargeAlone() {
    OrderId order = given.order();
    given.parked(given.charge(ADA, order), WaitReason.PROVIDER_UNAVAILABLE, 1);
    Command refund = given.refund(ADA, order);

    Effects effects = judge(plan(List.of(), refund), List.of(UNSETTLED));

    assertThat(effects.settled()).isEmpty();
    assertThat(effects.parks()).singleElement().returns(false, Effects.Park::tell);
  }

  @Test
  void aChargeWithoutAnswerWhoseRefundComesInTheSamePollHoldsNobodyBack() {
    given.knows(ADA);
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);
    Command refund = given.refund(ADA, order);

    Effects effects =
        judge(
            once(),
            true,
            plan(List.of(), charge, refund),
            List.of(UNSETTLED, settled(new PaymentRefunded(order, false))));

    assertThat(effects.dead()).isEmpty();
    assertThat(effects.blocks()).isEmpty();
    assertThat(effects.parks()).isEmpty();
    assertThat(effects.replies())
        .singleElement()
        .returns(new PaymentRefunded(order, false), Effects.Reply::body);
  }

  @Test
  void aChargeThatWouldWaitIsNotParkedIfItsRefundSettlesInTheSamePoll() {
    given.knows(ADA);
    given.parked(given.charge(ADA), WaitReason.PROVIDER_UNAVAILABLE, 1);
    OrderId order = given.order();
    Command behind = given.charge(ADA, order);
    Command refund = given.refund(ADA, order);

    Plan plan = plan(List.of(), behind, refund);
    Effects effects = judge(plan, List.of(settled(new PaymentRefunded(order, false))));

    assertThat(plan.parks()).hasSize(1);
    assertThat(effects.parks()).isEmpty();
  }

  @Test
  void aWaitingChargeThatComesAgainBehindItsRefundIsAnsweredIfThatSettles() {
    given.knows(ADA);
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);
    Parked entry = given.parked(charge, WaitReason.PROVIDER_UNAVAILABLE, 1);
    Command refund = given.refund(ADA, order);
    var refunded = new PaymentRefunded(order, false);
    var refused = new PaymentRefused(order, PaymentRefusal.ALREADY_VOIDED, "refunded before");

    Effects effects =
        judge(plan(List.of(), refund, charge), List.of(settled(refunded), settled(refused)));

    assertThat(effects.replies())
        .extracting(Effects.Reply::to, Effects.Reply::body)
        .containsExactly(tuple(refund.message(), refunded), tuple(charge.message(), refused));
    assertThat(effects.settled())
        .containsExactly(new Effects.Settled(entry, SettleCause.REFUNDED, null));
    assertThat(effects.parks()).isEmpty();
  }

  @Test
  void andStaysWhereItIsIfThatIsTriedAgain() {
    given.knows(ADA);
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);
    given.parked(charge, WaitReason.PROVIDER_UNAVAILABLE, 1);
    Command refund = given.refund(ADA, order);

    Effects effects = judge(plan(List.of(), refund, charge), List.of(UNSETTLED, BEHIND));

    assertThat(effects.parks()).extracting(p -> p.entry().id()).containsExactly(refund.id());
    assertThat(effects.settled()).isEmpty();
    assertThat(effects.replies()).isEmpty();
  }

  @Test
  void aChargeThatWouldWaitKeepsItsPlaceIfItComesAgainBehindARefundThatIsTriedAgain() {
    given.knows(ADA);
    given.parked(given.charge(ADA), WaitReason.PROVIDER_UNAVAILABLE, 1);
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);
    Command next = given.charge(ADA);
    Command refund = given.refund(ADA, order);

    Effects effects =
        judge(plan(List.of(), charge, next, refund, charge), List.of(UNSETTLED, BEHIND));

    assertThat(effects.parks())
        .extracting(p -> p.entry().id())
        .containsExactlyInAnyOrder(refund.id(), charge.id(), next.id());
  }

  private static Verdict settled(PaymentReply reply) {
    return new Verdict.Settled(null, reply, ReplayOutcome.DUPLICATE);
  }

  private static RetrySettings once() {
    return settings(1, Map.of());
  }

  private static RetrySettings settings(
      int attempts, Map<WaitReason, RetrySettings.Override> byReason) {
    return new RetrySettings(
        RETRY.policy(),
        RETRY.initial(),
        RETRY.max(),
        RETRY.jitter(),
        attempts,
        RETRY.maxAge(),
        byReason);
  }

  private Plan plan(List<Slice> slices, Command... commands) {
    return new GatePoll(n -> given.partition(), Fences.none(), 10).plan(slices, List.of(commands));
  }

  private Slice slice(Parked entry) {
    return new Slice(given.partition(), List.of(entry));
  }

  private static Effects judge(Plan plan, List<Verdict> verdicts) {
    return judge(RETRY, true, plan, verdicts);
  }

  private static Effects judge(
      RetrySettings retry, boolean blocks, Plan plan, List<Verdict> verdicts) {
    return new Judging(retry, blocks, new Random(1), NOON).judge(plan, List.of(verdicts));
  }
}
