package dev.parkade.inventory.holds;

import dev.parkade.messages.deadletter.ReplayOutcome;

/// What a command means for a hold of a given status.
sealed interface Ruling {

  /// A first reservation: the stock decides.
  record AskTheStock() implements Ruling {}

  /// Settled by the status alone.
  ///
  /// @param next the status afterwards; the same one if nothing happens
  /// @param move what happens to the units of the hold
  /// @param answer what the caller is told
  /// @param outcome what it means if the command is a replayed dead letter
  record Settled(HoldStatus next, Move move, Answer answer, ReplayOutcome outcome)
      implements Ruling {}

  /// What happens to the units of a hold.
  enum Move {
    NOTHING,
    /// From held to sold.
    SELL,
    /// From held to available.
    GIVE_BACK,
    /// From sold to available.
    TAKE_BACK
  }

  /// Which reply is sent.
  enum Answer {
    RESERVED,
    REFUSED,
    ALREADY_RELEASED,
    COMMITTED,
    RELEASED,
    EXPIRED
  }
}
