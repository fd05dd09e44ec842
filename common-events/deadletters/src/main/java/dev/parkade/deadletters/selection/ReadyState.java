package dev.parkade.deadletters.selection;

/// Whether the cause of a dead letter is gone.
public enum ReadyState {
  /// Its customer has arrived meanwhile and is active: a replay can succeed.
  READY,
  /// Its customer still is unknown: a replay would wait, and end as a dead letter again.
  CUSTOMER_UNKNOWN,
  /// Its customer is known, and deactivated: a replayed charge would be refused.
  CUSTOMER_INACTIVE,
  /// No event can make its cause go away, or nobody looked.
  NOT_APPLICABLE
}
