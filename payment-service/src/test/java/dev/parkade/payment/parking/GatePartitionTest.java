package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static dev.parkade.payment.parking.Commands.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GatePartitionTest {

  private final Commands given = new Commands();

  @Test
  void aCopyWithAnotherPlaceTakesTheOldOnesPlaceInTheQueue() {
    OrderId order = given.order();
    Parked first = given.parked(given.charge(ADA, order));
    Command elsewhere = new Command(given.charge(ADA, order).record(), first.command().message());

    Parked again = Parked.fresh(elsewhere, NOON, WaitReason.EARLIER_COMMANDS, 0).at(9);
    given.partition().waiting().put(again);

    var queue = Objects.requireNonNull(given.partition().waiting().queue(ADA));
    assertThat(queue.all()).containsExactly(again);
    assertThat(given.partition().waiting().remove(first.id())).isEqualTo(again);
    assertThat(given.partition().waiting().queue(ADA)).isNull();
  }

  @Test
  void aCopyOfACommandThatWasDealtWithIsStale() {
    Parked settled = given.parked(given.charge(ADA));
    Parked waits = given.parked(given.charge(ADA));
    Parked comes = Parked.fresh(given.charge(ADA), NOON, WaitReason.CUSTOMER_UNKNOWN, 0);
    given.partition().waiting().remove(settled.id());
    given.partition().commandsRead(2);

    assertThat(given.partition().isStale(settled)).isTrue();
    assertThat(given.partition().isStale(waits)).isFalse();
    assertThat(given.partition().isStale(comes)).isFalse();
  }
}
