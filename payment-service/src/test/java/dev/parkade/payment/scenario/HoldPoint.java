package dev.parkade.payment.scenario;

/// Where a [ServiceProcess] stops and waits to be killed, or to go on.
public enum HoldPoint {
  /// Nowhere.
  NONE,
  /// It has started, and is about to join its consumer group.
  BEFORE_JOINING,
  /// A command is about to be written to `payment.parked`.
  BEFORE_PARKED_WRITE,
  /// The broker has it, the gate does not know yet.
  AFTER_PARKED_WRITE,
  /// A poll that parked something is about to be committed.
  BEFORE_PARKING_COMMIT,
  /// A poll that parked something is committed, and the gate's memory does not know yet.
  AFTER_PARKING_COMMIT,
  /// The provider has taken the money, no transaction has begun.
  BEFORE_CHARGE_TRANSACTION,
  /// The payments are written, and not committed.
  BEFORE_CHARGE_COMMIT,
  /// The payments are committed, no tombstone is written.
  AFTER_CHARGE_COMMIT,
  /// A tombstone is about to be written.
  BEFORE_TOMBSTONE,
  /// The broker has the tombstone.
  AFTER_TOMBSTONE
}
