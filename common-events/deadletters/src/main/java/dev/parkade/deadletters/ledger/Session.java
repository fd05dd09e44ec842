package dev.parkade.deadletters.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Who works on which topic, since when.
record Session(
    String topic, String id, Operator operator, Clock clock, Instant since, Duration length) {

  Session(String topic, String id, Operator operator, Clock clock, Duration length) {
    this(topic, id, operator, clock, clock.instant(), length);
  }

  /// Its lease as of now.
  LeaseEntry lease() {
    Instant now = clock.instant();
    return new LeaseEntry(topic, id, operator.who(), operator.host(), since, now, now.plus(length));
  }
}
