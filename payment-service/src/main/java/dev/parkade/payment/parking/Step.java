package dev.parkade.payment.parking;

import dev.parkade.payment.charging.Task;
import java.util.List;

/// One command that is decided in this poll, and where it came from.
sealed interface Step {

  Task task();

  /// A command that was just read.
  ///
  /// @param cancels for a refund: parked charges of its order that must not happen any more
  /// @param waits whether a copy of it waits, or is about to, that is not to be parked again
  record Fresh(Command command, Task task, List<Parked> cancels, boolean waits) implements Step {

    public Fresh {
      cancels = List.copyOf(cancels);
    }
  }

  /// A parked command whose time has come.
  record Released(Parked entry, Task task) implements Step {}
}
