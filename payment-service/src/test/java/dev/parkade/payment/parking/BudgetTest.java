package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BudgetTest {

  private final Commands given = new Commands();
  private final List<GatePartition> partitions = List.of(given.partition());

  @Test
  void keepsContentsUntilTheBudgetIsUsedUpAndPointersFromThenOn() {
    Budget budget = budget(100_000);

    for (int i = 0; i < 200; i++) {
      Parked entry = given.parked(given.charge(ADA));
      given.partition().waiting().remove(entry.id());
      given.partition().waiting().put(budget.fit(entry, partitions));
    }

    Waiting waiting = given.partition().waiting();
    List<Boolean> spilled = waiting.queue(ADA).first(200).stream().map(Parked::isSpilled).toList();
    assertThat(spilled).startsWith(false).endsWith(true);
    assertThat(spilled.lastIndexOf(false)).isLessThan(spilled.indexOf(true));
    assertThat(waiting.spilled()).isGreaterThan(100);
    assertThat(waiting.size()).isEqualTo(200);
  }

  @Test
  void leavesRoomToReadAhead() {
    Parked entry = given.parked(given.charge(ADA));

    assertThat(budget(entry.bytes()).fit(entry, partitions).isSpilled()).isTrue();
    assertThat(budget(entry.bytes() + 1).hasRoomToReadAhead(partitions)).isTrue();
    assertThat(budget(0).hasRoomToReadAhead(partitions)).isFalse();
  }

  @Test
  void aPointerKnowsWhatTheGateHasToKnow() {
    Parked charge = given.parked(given.charge(ADA));

    Parked spilled = charge.spilled();

    assertThat(spilled.place()).isEqualTo(charge.place());
    assertThat(spilled.orderId()).isEqualTo(charge.orderId());
    assertThat(spilled.isRefund()).isFalse();
    assertThat(spilled.bytes()).isLessThan(charge.bytes());
    assertThat(given.parked(given.refund(ADA, given.order())).spilled().isRefund()).isTrue();
  }

  private static Budget budget(long bytes) {
    return new Budget(new BudgetSettings(DataSize.ofBytes(bytes)));
  }
}
