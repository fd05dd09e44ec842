package dev.parkade.order.execution;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.SagaInput;
import org.jspecify.annotations.Nullable;

/// Something that happened to an order's saga.
///
/// @param trace where it happened; null if that is no part of the order's trace
public record Arrival(OrderId order, SagaInput input, @Nullable Traceparent trace) {

  /// What no message brought about.
  public Arrival(OrderId order, SagaInput input) {
    this(order, input, null);
  }
}
