package dev.parkade.simulation;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.order.saga.Step;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What an operator answers for: a step that was skipped although its effect was there, or whose
/// effect came later without anybody being told.
final class Excuses {

  private final Map<OrderId, Set<Step>> skipped = new HashMap<>();
  private final Map<OrderId, Set<Step>> excused = new HashMap<>();

  /// @param effective whether that which the step would have undone is there
  void skipped(OrderId order, Step step, boolean effective) {
    (effective ? excused : skipped)
        .computeIfAbsent(order, o -> EnumSet.noneOf(Step.class))
        .add(step);
  }

  /// The news of an effect is lost.
  void lost(MessageBody body) {
    switch (body) {
      case PaymentCharged news -> excuse(news.orderId(), Step.REFUND_PAYMENT);
      case StockReserved news -> excuse(news.orderId(), Step.RELEASE_STOCK);
      case StockCommitted news -> excuse(news.orderId(), Step.RELEASE_STOCK);
      default -> {}
    }
  }

  private void excuse(OrderId order, Step step) {
    if (skipped.getOrDefault(order, Set.of()).contains(step)) {
      excused.computeIfAbsent(order, o -> EnumSet.noneOf(Step.class)).add(step);
    }
  }

  boolean cover(OrderId order, Step step) {
    return excused.getOrDefault(order, Set.of()).contains(step);
  }
}
