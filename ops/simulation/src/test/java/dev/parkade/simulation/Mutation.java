package dev.parkade.simulation;

/// What can be broken on purpose, to show that the simulation finds it.
enum Mutation {
  /// Nothing.
  NONE,
  /// payment-service: a charge does not look at the row that its refund has left.
  CHARGES_WHAT_IS_VOIDED,
  /// payment-service: a charge does not look at what of its customer waits already.
  OVERTAKES_WHAT_IS_PARKED,
  /// inventory-service: a reservation does not look at the row that its release has left.
  RESERVES_WHAT_IS_RELEASED,
  /// order-orchestrator, table: a success that comes too late is not undone.
  IGNORES_LATE_SUCCESS,
  /// order-orchestrator, table: what was reserved stays reserved once the money is back.
  SKIPS_RELEASE_AFTER_REFUND,
  /// order-orchestrator, table: a commit that stays unanswered cancels the order and keeps the
  /// money.
  CANCELS_WHAT_IS_PAID,
  /// order-orchestrator: a command that is sent again is another command.
  NEW_ID_ON_RETRY,
  /// order-orchestrator: nobody waits for the answer to a command that was sent again.
  FORGETS_THE_TIME_LIMIT,
  /// order-orchestrator: the idempotency key is stored after the order, not with it.
  STORES_KEY_AFTER_COMMIT
}
