package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static dev.parkade.payment.parking.Commands.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatePollTest {

  private static final int CAP = 3;

  private final Commands given = new Commands();

  @Test
  void chargesAKnownCustomer() {
    given.knows(ADA);
    Command charge = given.charge(ADA);

    Plan plan = plan(charge);

    assertThat(decided(plan)).containsExactly(charge);
    assertThat(plan.parks()).isEmpty();
  }

  @Test
  void parksAnUnknownCustomer() {
    Command charge = given.charge(ADA);

    Plan plan = plan(charge);

    assertThat(plan.parks()).containsExactly(new Plan.Park(charge, WaitReason.CUSTOMER_UNKNOWN));
    assertThat(plan.chains()).isEmpty();
  }

  @Test
  void knownNeverOverridesAQueueThatIsNotEmpty() {
    given.parked(given.charge(ADA));
    given.knows(ADA);
    Command charge = given.charge(ADA);

    Plan plan = plan(charge);

    assertThat(plan.parks()).containsExactly(new Plan.Park(charge, WaitReason.EARLIER_COMMANDS));
    assertThat(plan.chains()).isEmpty();
  }

  @Test
  void saysWhenItIsADeadLetterThatHoldsItBackUntilItsOrderIsRefunded() {
    OrderId order = given.order();
    given.parked(given.charge(ADA, order), WaitReason.DEAD_LETTERED, 3);
    given.knows(ADA);
    Command before = given.charge(ADA);
    Command refund = given.refund(ADA, order);
    Command after = given.charge(ADA);

    assertThat(plan(before).parks())
        .containsExactly(new Plan.Park(before, WaitReason.EARLIER_DEAD_LETTER));
    Plan plan = plan(refund, after);

    assertThat(decided(plan)).containsExactly(refund, after);
    assertThat(plan.parks()).isEmpty();
  }

  @Test
  void goesBehindAQueueThatThisPollEmpties() {
    Parked waiting = given.parked(given.charge(ADA));
    given.knows(ADA);
    Command charge = given.charge(ADA);

    Plan plan = plan(List.of(new Slice(given.partition(), List.of(waiting))), charge);

    assertThat(decided(plan)).containsExactly(waiting.command(), charge);
    assertThat(plan.parks()).isEmpty();
  }

  @Test
  void parksBehindAQueueThatThisPollOnlyShortens() {
    Parked first = given.parked(given.charge(ADA));
    given.parked(given.charge(ADA));
    given.knows(ADA);
    Command charge = given.charge(ADA);

    Plan plan = plan(List.of(new Slice(given.partition(), List.of(first))), charge);

    assertThat(decided(plan)).containsExactly(first.command());
    assertThat(plan.parks()).containsExactly(new Plan.Park(charge, WaitReason.EARLIER_COMMANDS));
  }

  @Test
  void aCustomersQueueDoesNotConcernAnother() {
    given.parked(given.charge(ADA));
    given.knows(BOB);
    Command charge = given.charge(BOB);

    Plan plan = plan(charge);

    assertThat(decided(plan)).containsExactly(charge);
  }

  @Test
  void aRefundOfAParkedChargeTakesItsPlaceAtOnce() {
    OrderId order = given.order();
    Parked waiting = given.parked(given.charge(ADA, order));
    Command refund = given.refund(ADA, order);

    Plan plan = plan(refund);

    assertThat(decided(plan)).containsExactly(refund);
    assertThat(cancels(plan)).containsExactly(waiting);
  }

  @Test
  void aChargeThatWasReleasedWithItsRefundIsNotMade() {
    OrderId order = given.order();
    Parked waiting = given.parked(given.charge(ADA, order));
    given.knows(ADA);
    Command refund = given.refund(ADA, order);

    Plan plan = plan(List.of(new Slice(given.partition(), List.of(waiting))), refund);

    assertThat(decided(plan)).containsExactly(refund);
    assertThat(cancels(plan)).containsExactly(waiting);
  }

  @Test
  void aRefundInTheSamePollKeepsAChargeFromBeingParked() {
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);
    Command refund = given.refund(ADA, order);

    Plan plan = plan(charge, refund);

    assertThat(plan.parks()).isEmpty();
    assertThat(decided(plan)).containsExactly(refund);
  }

  @Test
  void aChargeBehindItsRefundIsAnsweredThoughItsCustomerIsUnknown() {
    OrderId order = given.order();
    Command refund = given.refund(ADA, order);
    Command charge = given.charge(ADA, order);

    Plan plan = plan(refund, charge);

    assertThat(decided(plan)).containsExactly(refund, charge);
    assertThat(plan.parks()).isEmpty();
  }

  @Test
  void tellsTheProviderAboutAChargeThatItMayHaveSeen() {
    OrderId order = given.order();
    given.parked(given.charge(ADA, order), WaitReason.PROVIDER_UNAVAILABLE, 2);

    Plan plan = plan(given.refund(ADA, order));

    assertThat(plan.chains().getFirst().getFirst().task().undecided()).hasSize(1);
  }

  @Test
  void undoesAParkedChargeThatAPredecessorMayHaveMadeBeforeItDied() {
    OrderId order = given.order();
    given.parked(given.charge(ADA, order));
    given.knows(ADA);

    Plan plan = plan(given.refund(ADA, order));

    assertThat(plan.chains().getFirst().getFirst().task().undecided()).hasSize(1);
  }

  @Test
  void undoesAChargeThatWasAboutToBeParkedBehindOthersForTheSameReason() {
    given.parked(given.charge(ADA));
    given.knows(ADA);
    OrderId order = given.order();

    Plan plan = plan(given.charge(ADA, order), given.refund(ADA, order));

    assertThat(plan.chains().getFirst().getFirst().task().undecided()).hasSize(1);
  }

  @Test
  void suchAChargeStaysParkedUntilItsRefundIsSettled() {
    given.parked(given.charge(ADA));
    given.knows(ADA);
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);

    Plan plan = plan(charge, given.refund(ADA, order));

    assertThat(plan.parks()).extracting(Plan.Park::command).containsExactly(charge);
  }

  @Test
  void setsNothingAsideForWhatStandsBehindIt() {
    Command first = given.charge(ADA);
    for (int i = 0; i < CAP; i++) {
      given.parked(given.charge(ADA));
    }

    Plan plan = plan(first);

    assertThat(plan.parks()).extracting(Plan.Park::command).containsExactly(first);
    assertThat(plan.overflow()).isEmpty();
  }

  @Test
  void aParkedChargeThatComesAgainBehindItsRefundIsAnsweredAndNotParkedTwice() {
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);
    given.parked(charge, WaitReason.PROVIDER_UNAVAILABLE, 1);
    given.knows(ADA);
    Command refund = given.refund(ADA, order);

    Plan plan = plan(refund, charge);

    assertThat(decided(plan)).containsExactly(refund, charge);
    assertThat(waits(plan)).containsExactly(false, true);
    assertThat(plan.repeats()).isEmpty();
    assertThat(plan.parks()).isEmpty();
  }

  @Test
  void soIsOneThatThisPollWasAboutToPark() {
    given.parked(given.charge(ADA));
    given.knows(ADA);
    OrderId order = given.order();
    Command charge = given.charge(ADA, order);
    Command refund = given.refund(ADA, order);

    Plan plan = plan(charge, refund, charge);

    assertThat(decided(plan)).containsExactly(refund, charge);
    assertThat(waits(plan)).containsExactly(false, true);
    assertThat(plan.parks()).hasSize(1);
  }

  @Test
  void nothingOvertakesAChargeWhoseRefundMayStillFail() {
    OrderId order = given.order();
    Parked waiting = given.parked(given.charge(ADA, order), WaitReason.PROVIDER_UNAVAILABLE, 1);
    Parked next = given.parked(given.charge(ADA));
    given.knows(ADA);
    Command between = given.charge(ADA);
    Command refund = given.refund(ADA, order);

    Plan plan =
        plan(List.of(new Slice(given.partition(), List.of(waiting, next))), between, refund);

    assertThat(decided(plan)).containsExactly(refund);
    assertThat(plan.parks()).extracting(Plan.Park::command).containsExactly(between);
  }

  @Test
  void aRefundThatHadToWaitStillUndoesTheChargeInFrontOfIt() {
    OrderId order = given.order();
    Parked charge = given.parked(given.charge(ADA, order), WaitReason.PROVIDER_UNAVAILABLE, 1);
    Parked refund = given.parked(given.refund(ADA, order), WaitReason.PROVIDER_UNAVAILABLE, 1);
    given.knows(ADA);

    Plan plan = plan(List.of(new Slice(given.partition(), List.of(charge, refund))));

    assertThat(plan.chains().getFirst().getLast().task().undecided())
        .extracting(Task.Undecided::key)
        .containsExactly(charge.id());
  }

  @Test
  void asksNoProviderToUndoAChargeThatNobodyCanHaveReleased() {
    OrderId order = given.order();
    given.parked(given.charge(ADA, order));

    Plan plan = plan(given.refund(ADA, order));

    assertThat(plan.chains().getFirst().getFirst().task().undecided()).isEmpty();
  }

  @Test
  void recognisesACommandThatWaitsAlready() {
    Command charge = given.charge(ADA);
    Parked waiting = given.parked(charge);

    Plan plan = plan(charge);

    assertThat(plan.repeats()).containsExactly(waiting);
    assertThat(plan.parks()).isEmpty();
  }

  @Test
  void parksACommandOnceThatCameTwiceInOnePoll() {
    Command charge = given.charge(ADA);

    Plan plan = plan(charge, charge);

    assertThat(plan.parks()).hasSize(1);
  }

  @Test
  void marksTheChargesOfADeactivatedCustomer() {
    given.knows(ADA);
    given.deactivated(ADA);

    Plan plan = plan(given.charge(ADA));

    assertThat(plan.chains().getFirst().getFirst().task().customerActive()).isFalse();
  }

  @Test
  void setsAsideWhatIsTooMuchForOneCustomer() {
    given.parked(given.charge(ADA));
    Command second = given.charge(ADA);
    Command third = given.charge(ADA);
    Command fourth = given.charge(ADA);

    Plan plan = plan(second, third, fourth);

    assertThat(plan.parks()).extracting(Plan.Park::command).containsExactly(second, third);
    assertThat(plan.overflow()).containsExactly(fourth);
  }

  private Plan plan(Command... commands) {
    return plan(List.of(), commands);
  }

  private Plan plan(List<Slice> slices, Command... commands) {
    return new GatePoll(n -> given.partition(), Fences.none(), CAP).plan(slices, List.of(commands));
  }

  private static List<Command> decided(Plan plan) {
    return plan.chains().stream()
        .flatMap(List::stream)
        .map(
            step ->
                switch (step) {
                  case Step.Fresh fresh -> fresh.command();
                  case Step.Released released -> released.entry().command();
                })
        .toList();
  }

  private static List<Parked> cancels(Plan plan) {
    return plan.chains().stream()
        .flatMap(List::stream)
        .flatMap(step -> step instanceof Step.Fresh f ? f.cancels().stream() : null)
        .toList();
  }

  private static List<Boolean> waits(Plan plan) {
    return plan.chains().stream()
        .flatMap(List::stream)
        .map(step -> step instanceof Step.Fresh fresh && fresh.waits())
        .toList();
  }
}
