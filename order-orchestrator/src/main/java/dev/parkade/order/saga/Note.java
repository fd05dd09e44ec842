package dev.parkade.order.saga;

/// How a line of the timeline is to be read.
public enum Note {
  /// The order was accepted.
  PLACED,
  /// A command was sent.
  COMMAND,
  /// A command that undoes another one was sent.
  COMPENSATION,
  /// An answer came and was taken into account.
  REPLY,
  /// The payment is parked.
  WAITING,
  /// A time limit passed; the command is sent again.
  RETRY,
  /// A time limit passed for good.
  TIMEOUT,
  /// The customer wants the order cancelled.
  CANCELLATION,
  /// A person acted on the saga: who and why stands with it.
  OPERATOR,
  /// A step succeeded after it had been given up; it is being undone.
  LATE_SUCCESS,
  /// An input was ignored, for the reason given.
  IGNORED,
  /// The public outcome was announced.
  EVENT
}
