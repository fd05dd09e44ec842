package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Refunds, and commands that come twice.
@ExtendWith(SharedGate.class)
class RefundIT {

  private final World world;

  RefundIT(World world) {
    this.world = world;
  }

  @Test
  void aRefundOfAParkedChargeTakesEffectAtOnceAndTheChargeNeverHappens() {
    CustomerId customer = someCustomer("refunded");
    OrderId order = someOrder();
    Message<ChargePayment> charge = world.asksToCharge(customer, order, 1000);
    awaitWrites(charge, 1);

    world.asksToRefund(customer, order);
    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("VOIDED"));
    awaitWrites(charge, 2);
    world.registers(customer).join();
    OrderId later = someOrder();
    world.asksToCharge(customer, later, 2000);

    Eventually.within(SOON, () -> assertThat(world.status(later)).isEqualTo("CHARGED"));
    assertThat(world.status(order)).isEqualTo("VOIDED");
    assertThat(world.replies(order))
        .singleElement()
        .asString()
        .contains("payment.refunded.v1", "\"moneyWasReturned\":false");
  }

  @Test
  void aChargeAfterItsRefundIsRefusedThoughNobodyKnowsTheCustomer() {
    CustomerId customer = someCustomer("suspended");
    OrderId order = someOrder();
    world.asksToRefund(customer, order);

    world.asksToCharge(customer, order, 1000);

    Eventually.within(SOON, () -> assertThat(world.replies(order)).hasSize(2));
    assertThat(world.replies(order).getLast()).contains("ALREADY_VOIDED");
  }

  @Test
  void givesBackWhatWasCharged() {
    CustomerId customer = world.known("returned");
    OrderId order = someOrder();
    world.asksToCharge(customer, order, 1000);

    world.asksToRefund(customer, order);

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("REFUNDED"));
    assertThat(world.replies(order).getLast()).contains("\"moneyWasReturned\":true");
  }

  @Test
  void theSameCommandAgainGetsTheSameReplyAndChargesOnce() {
    CustomerId customer = world.known("twice");
    OrderId order = someOrder();
    Message<ChargePayment> command = world.asksToCharge(customer, order, 1000);
    Eventually.within(SOON, () -> assertThat(world.replies(order)).hasSize(1));

    world.send(command).join();

    Eventually.within(SOON, () -> assertThat(world.replies(order)).hasSize(2));
    assertThat(world.replies(order)).first().isEqualTo(world.replies(order).getLast());
    assertThat(world.decided(customer)).hasSize(1);
  }

  @Test
  void aParkedCommandThatComesAgainIsParkedOnce() {
    CustomerId customer = someCustomer("impatient");
    Message<ChargePayment> command = world.asksToCharge(customer, someOrder(), 1000);
    awaitWrites(command, 1);

    world.send(command).join();
    String order = command.body().orderId().text();
    Eventually.within(
        SOON,
        () ->
            assertThat(world.directReplies().stream().filter(r -> r.key().equals(order)))
                .hasSize(2));

    assertThat(world.parkedRecords(command)).hasSize(1);
  }

  private void awaitWrites(Message<?> command, int count) {
    Eventually.within(SOON, () -> assertThat(world.parkedRecords(command)).hasSize(count));
  }
}
