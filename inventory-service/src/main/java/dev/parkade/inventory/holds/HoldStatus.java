package dev.parkade.inventory.holds;

/// Where the hold of an order stands. The row of the order is the fence: it tells a first command
/// from a repeated one, and a compensation whose action never ran from one whose action did.
enum HoldStatus {
  /// There is no row: nothing was ever asked for this order. Never stored.
  ABSENT,
  /// Units are set aside.
  HELD,
  /// The units are sold.
  COMMITTED,
  /// Given back, or never to be held: a reservation that comes later is refused.
  RELEASED,
  /// Given back because the time limit passed.
  EXPIRED,
  /// Nothing was set aside, and the reason is kept.
  REFUSED
}
