package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static dev.parkade.payment.parking.Planned.cancels;
import static dev.parkade.payment.parking.Planned.decided;
import static dev.parkade.payment.parking.Planned.waits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Refunds, and the charges of their orders.
class GatePollRefundTest {

  private static final int CAP = 3;

  private final Commands given = new Commands();

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

  private Plan plan(Command... commands) {
    return plan(List.of(), commands);
  }

  private Plan plan(List<Slice> slices, Command... commands) {
    return new GatePoll(n -> given.partition(), Fences.none(), CAP).plan(slices, List.of(commands));
  }
}
