package dev.parkade.order.saga;

import dev.parkade.messages.order.OrderEvent;
import java.util.List;

/// What follows from an input.
public sealed interface Transition {

  /// The saga goes on.
  ///
  /// @param commands to be sent, in this order
  /// @param events to be announced
  /// @param note how the timeline shows the input
  /// @param detail one sentence for people
  record Moved(Saga after, List<Step> commands, List<OrderEvent> events, Note note, String detail)
      implements Transition {
    public Moved {
      commands = List.copyOf(commands);
      events = List.copyOf(events);
    }
  }

  /// Nothing changes, for a reason with a name.
  record Unmoved(Ignored reason) implements Transition {}

  /// The request comes too late: the order is paid.
  record TooLate() implements Transition {}
}
