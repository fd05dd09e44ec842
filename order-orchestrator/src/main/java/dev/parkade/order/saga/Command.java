package dev.parkade.order.saga;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.inventory.ReserveStock;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;

/// What a step says, and to whom.
public record Command(Topic topic, String key, MessageBody body) {

  /// The command of this step of this saga: always the same for the same saga and step.
  public static Command of(Step step, Saga saga) {
    return switch (step) {
      case RESERVE_STOCK ->
          toInventory(
              saga,
              new ReserveStock(saga.orderId(), saga.lines().stream().map(Line::ordered).toList()));
      case CHARGE_PAYMENT ->
          toPayment(
              saga,
              new ChargePayment(
                  saga.orderId(),
                  saga.customerId(),
                  requireNonNull(saga.total(), "a charge without prices")));
      case COMMIT_STOCK -> toInventory(saga, new CommitStock(saga.orderId()));
      case REFUND_PAYMENT ->
          toPayment(saga, new RefundPayment(saga.orderId(), saga.customerId(), why(saga)));
      case RELEASE_STOCK -> toInventory(saga, new ReleaseStock(saga.orderId(), why(saga)));
    };
  }

  private static Command toInventory(Saga saga, MessageBody body) {
    return new Command(Topics.INVENTORY_COMMANDS, saga.orderId().text(), body);
  }

  private static Command toPayment(Saga saga, MessageBody body) {
    return new Command(Topics.PAYMENT_COMMANDS, saga.customerId().text(), body);
  }

  private static String why(Saga saga) {
    return requireNonNullElse(saga.reason(), Reasons.TIMED_OUT);
  }
}
