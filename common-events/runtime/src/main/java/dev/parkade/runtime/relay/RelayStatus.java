package dev.parkade.runtime.relay;

import java.time.Clock;
import java.time.Instant;

/// What the relay is doing right now, for people.
final class RelayStatus {

  /// The phases of a relay.
  enum Phase {
    /// Not started, or stopped in order.
    STOPPED,
    /// Something is away or has failed; it tries again by itself.
    WAITING,
    /// Another replica relays.
    STANDBY,
    /// It leads and gets ready.
    STARTING,
    /// It leads, and canaries come back.
    RELAYING
  }

  /// One moment's answer.
  record Now(Phase phase, String detail, Instant since) {}

  private final Clock clock;
  private volatile Now now;

  RelayStatus(Clock clock) {
    this.clock = clock;
    this.now = new Now(Phase.STOPPED, "not started", clock.instant());
  }

  Now now() {
    return now;
  }

  /// @return whether this is news
  boolean set(Phase phase, String detail) {
    Now before = now;
    if (before.phase() == phase && before.detail().equals(detail)) {
      return false;
    }
    Instant since = before.phase() == phase ? before.since() : clock.instant();
    now = new Now(phase, detail, since);
    return true;
  }

  boolean is(Phase phase) {
    return now.phase() == phase;
  }
}
