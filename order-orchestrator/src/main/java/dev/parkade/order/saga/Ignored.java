package dev.parkade.order.saga;

/// Why an input changes nothing. Each is a decision with a name: counted, and shown in the
/// timeline.
public enum Ignored {
  /// The same answer was taken into account before.
  DUPLICATE,
  /// It answers a command that was never sent.
  NOT_ASKED,
  /// It says the opposite of an answer that was taken into account before; the first one stands.
  CONTRADICTS,
  /// The saga is being undone or was: there is nothing to add.
  ALREADY_UNDONE,
  /// The release came before the refund; it is asked for again in its turn.
  OUT_OF_TURN,
  /// The charge is not awaited any more.
  NOT_WAITING,
  /// A time limit of a state that the saga has left.
  STALE_TIMER,
  /// The order is being cancelled, or was.
  ALREADY_CANCELLING,
  /// There is no such order here.
  UNKNOWN_ORDER
}
