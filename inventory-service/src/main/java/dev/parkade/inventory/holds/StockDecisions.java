package dev.parkade.inventory.holds;

import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.runtime.consuming.Opening;
import dev.parkade.runtime.pipeline.Pipeline;
import java.util.List;

/// A way to decide who gets the stock. All ways follow the same [Rules], never oversell, and set
/// all lines of an order aside or none; they differ in how they keep concurrent buyers apart.
interface StockDecisions {

  /// Decides commands as if one after the other.
  ///
  /// @param opening runs what has to be known first
  /// @param writes is given what stores the result, which the caller runs in the same transaction
  /// @return one decision per command, in the same order
  /// @throws dev.parkade.runtime.consuming.TransientFailure if nothing was decided, and the same
  ///     commands can be decided later
  List<Decision> decide(List<InventoryCommand> commands, Opening opening, Pipeline writes);
}
