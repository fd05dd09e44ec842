package dev.parkade.order.orders;

import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.storage.HistoryLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that happened to an order, oldest first.
record TimelineView(OrderId orderId, List<Entry> items) {

  /// @param message the type of the message that came or went, if it was one
  /// @param state where the saga stood after it
  record Entry(
      int seq,
      Instant at,
      Note kind,
      @Nullable String message,
      @Nullable MessageId messageId,
      String detail,
      SagaState state) {}

  static TimelineView of(OrderId order, List<HistoryLine> history) {
    return new TimelineView(
        order,
        history.stream()
            .map(
                h ->
                    new Entry(
                        h.seq(),
                        h.at(),
                        h.kind(),
                        h.messageType(),
                        h.messageId(),
                        h.detail(),
                        h.state()))
            .toList());
  }
}
