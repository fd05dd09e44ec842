package dev.parkade.simulation;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import dev.parkade.order.storage.StoredSaga;
import java.util.Objects;

/// What must hold when everything has come to rest: money and stock are where the orders say.
final class LastCheck {

  private final World world;
  private final Orchestrator orchestrator;
  private final PaymentService payment;
  private final InventoryService inventory;

  LastCheck(
      World world, Orchestrator orchestrator, PaymentService payment, InventoryService inventory) {
    this.world = world;
    this.orchestrator = orchestrator;
    this.payment = payment;
    this.inventory = inventory;
  }

  /// @param attended whether operators have tried again whatever needed them
  void check(boolean attended) {
    for (StoredSaga stored : orchestrator.sagas().all()) {
      Saga saga = stored.saga();
      if (attended && saga.state() == SagaState.NEEDS_ATTENTION) {
        throw new Violation("I3: order %s still needs attention".formatted(stored.id()));
      }
      switch (saga.state()) {
        case CONFIRMED -> confirmed(saga);
        case CANCELLED, NEEDS_ATTENTION -> undone(saga);
        default -> throw new Violation("I3: order %s is open".formatted(stored.id()));
      }
      announced(saga);
    }
  }

  private void confirmed(Saga saga) {
    OrderId order = saga.orderId();
    Money total = Objects.requireNonNull(saga.total(), "confirmed without prices");
    long held = payment.provider().held(order);
    if (held != total.amount()) {
      throw new Violation(
          "I2: order %s is confirmed for %s, but %d is charged".formatted(order, total, held));
    }
    if (!inventory.hasSold(order) && !world.excuses.cover(order, Step.COMMIT_STOCK)) {
      throw new Violation("I2: order %s is confirmed, but its stock is not sold".formatted(order));
    }
  }

  private void undone(Saga saga) {
    OrderId order = saga.orderId();
    boolean paid = saga.owed().contains(Step.COMMIT_STOCK);
    long held = payment.provider().held(order);
    if (held > 0 && !paid && !isSomebodysBusiness(saga, Step.REFUND_PAYMENT)) {
      throw new Violation("I5: order %s is cancelled, but %d is charged".formatted(order, held));
    }
    if (inventory.keeps(order) && !paid && !isSomebodysBusiness(saga, Step.RELEASE_STOCK)) {
      throw new Violation("I5: order %s is cancelled, but its stock is kept".formatted(order));
    }
  }

  private boolean isSomebodysBusiness(Saga saga, Step step) {
    return saga.owed().contains(step) || world.excuses.cover(saga.orderId(), step);
  }

  private void announced(Saga saga) {
    Class<?> expected =
        switch (saga.status()) {
          case CONFIRMED -> OrderConfirmed.class;
          case CANCELLED -> OrderCancelled.class;
          case PENDING, NEEDS_ATTENTION -> null;
        };
    Class<?> announced = world.oracle.announced(saga.orderId());
    if (announced != expected || saga.status() == OrderStatus.PENDING) {
      throw new Violation(
          "order %s is %s, but %s was announced"
              .formatted(saga.orderId(), saga.status(), announced));
    }
  }
}
