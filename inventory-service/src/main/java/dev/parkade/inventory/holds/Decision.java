package dev.parkade.inventory.holds;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;

/// What was decided about one command.
///
/// @param outcome what it means if the command is a replayed dead letter
record Decision(InventoryReply reply, ReplayOutcome outcome) {

  /// A word or a sentence for people.
  String detail() {
    return switch (reply) {
      case StockReserved _ -> "RESERVED";
      case StockRefused refused -> refused.reason() + ": " + refused.detail();
      case StockCommitted _ -> "COMMITTED";
      case StockReleased _ -> "RELEASED";
      case HoldExpired _ -> "HOLD_EXPIRED";
    };
  }
}
