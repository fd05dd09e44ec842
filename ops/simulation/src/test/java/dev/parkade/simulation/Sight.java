package dev.parkade.simulation;

/// What can be seen in a schedule. Each must be seen now and then, or the simulation shows nothing.
enum Sight {
  CONFIRMED,
  CANCELLED,
  NEEDS_ATTENTION,
  CHARGED,
  REFUNDED,
  DECLINED,
  PARKED,
  /// A parked charge was given up, because its customer did not come.
  NEVER_ARRIVED,
  CUSTOMER_INACTIVE,
  STOCK_REFUSED,
  HOLD_EXPIRED,
  /// A command was sent again.
  RETRY,
  /// A step or a saga was given up.
  TIMEOUT,
  /// A customer's cancellation took effect.
  CANCELLATION,
  /// An operator's action took effect.
  OPERATOR,
  LATE_SUCCESS,
  /// An instance died with a transaction.
  DEATH,
  /// A record was lost.
  LOSS
}
