package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static dev.parkade.payment.parking.Commands.BOB;
import static dev.parkade.payment.parking.Planned.decided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.payment.charging.Fences;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is charged at once, and who has to wait.
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
}
