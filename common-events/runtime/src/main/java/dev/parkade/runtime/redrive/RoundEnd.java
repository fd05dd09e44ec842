package dev.parkade.runtime.redrive;

import java.util.Locale;

/// How one look at the dead letters ended.
enum RoundEnd {
  /// Nothing was ready.
  NOTHING,
  /// All that was ready was replayed.
  FINISHED,
  /// A person or another instance is at it.
  LEASE_HELD,
  /// A person took over.
  FENCED,
  /// Somebody else dealt with some of them between the look and the replay.
  STALE,
  /// The service stops.
  INTERRUPTED,
  /// The first one came back, or nothing was heard of it.
  CANARY_FAILED,
  /// The service did not get on.
  HELD_UP,
  /// Something is away.
  FAILED;

  /// Whether trying again at once is likely to end the same way.
  boolean isFailure() {
    return switch (this) {
      case CANARY_FAILED, HELD_UP, FAILED -> true;
      case NOTHING, FINISHED, LEASE_HELD, FENCED, STALE, INTERRUPTED -> false;
    };
  }

  String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
