package dev.parkade.order.saga;

import static dev.parkade.order.saga.SagaState.CONFIRMED;
import static dev.parkade.order.saga.SagaState.SHIPPING;
import static dev.parkade.order.saga.SagaStory.shipmentBooked;
import static dev.parkade.order.saga.SagaStory.stockCommitted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What began before the step was there ends without it.
class VersionsTest {

  private final Definitions definitions =
      new Definitions(Set.of(Transitions.definition(), ShippingTransitions.definition()));
  private final Saga paid = SagaStory.paid().saga();

  @Test
  void anOrderThatBeganWithVersion1EndsWithoutAShipment() {
    Transition end = definitions.next(Transitions.VERSION, paid, stockCommitted());

    assertThat(end)
        .isInstanceOfSatisfying(
            Moved.class,
            moved -> {
              assertThat(moved.after().state()).isEqualTo(CONFIRMED);
              assertThat(moved.commands()).isEmpty();
            });
  }

  @Test
  void anOrderThatBeganWithVersion2IsShippedFirst() {
    Transition next = definitions.next(ShippingTransitions.VERSION, paid, stockCommitted());

    assertThat(next)
        .isInstanceOfSatisfying(
            Moved.class, moved -> assertThat(moved.after().state()).isEqualTo(SHIPPING));
  }

  @Test
  void aShipmentMeansNothingToVersion1() {
    Transition next = definitions.next(Transitions.VERSION, paid, shipmentBooked());

    assertThat(next).isEqualTo(new Unmoved(Ignored.NOT_ASKED));
  }

  @Test
  void newOrdersBeginWithVersion2() {
    assertThat(definitions.forNewSagas().version()).isEqualTo(ShippingTransitions.VERSION);
  }
}
