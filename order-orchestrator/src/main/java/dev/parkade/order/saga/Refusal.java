package dev.parkade.order.saga;

/// Why somebody's request about a saga is refused. Each is a decision with a name, and counted.
public enum Refusal {
  /// The order is paid, so it is not cancelled any more.
  PAID,
  /// The saga has ended: there is nothing to act on.
  ENDED,
  /// The saga gets on by itself; it is not yet a person's turn.
  STILL_AT_WORK,
  /// The order is being undone, so it cannot be confirmed any more.
  BEING_UNDONE
}
