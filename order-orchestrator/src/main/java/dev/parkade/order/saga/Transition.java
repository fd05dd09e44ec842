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

  /// Somebody asked for what is not possible: nothing changes, and whoever asked is told why.
  record Refused(Refusal reason) implements Transition {}

  /// Nothing is decided: the saga runs on a version of the definition that this program does not
  /// have. What came has to be kept for a program that does.
  record OtherVersion(int version) implements Transition {}
}
