package dev.parkade.deadletters.ledger;

import java.time.Duration;

/// How long things take in a session.
///
/// @param lease how long a session that gives no sign of life keeps others out
/// @param renewal how often it gives one
/// @param patience how long a commit is tried again before its result is asked for
record Timing(Duration lease, Duration renewal, Duration patience) {

  static final Timing USUAL =
      new Timing(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(2));
}
