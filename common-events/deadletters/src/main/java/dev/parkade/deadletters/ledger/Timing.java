package dev.parkade.deadletters.ledger;

import java.time.Duration;

/// How long things take in a session.
///
/// @param lease how long a session that gives no sign of life keeps others out
/// @param renewal how often it gives one
/// @param patience how long a commit is tried again before its result is asked for
/// @param courtesy how long a session that gives way waits for others, once it has said that it
///     comes: longer than somebody takes from looking at the lease to signing it
record Timing(Duration lease, Duration renewal, Duration patience, Duration courtesy) {

  static final Timing USUAL =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofSeconds(3));
}
