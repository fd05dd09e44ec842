package dev.parkade.deadletters.ledger;

import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/// Who works on a dead-letter topic now. It keeps people from fencing each other by accident; what
/// guards the data is the fence.
///
/// @param session id of the session that holds it
/// @param since when the session began
/// @param alive its last sign of life
/// @param expires from when on it keeps nobody out
public record LeaseEntry(
    String topic,
    String session,
    String who,
    String host,
    Instant since,
    Instant alive,
    Instant expires)
    implements LedgerEntry {

  static final String PREFIX = "lease:";

  public LeaseEntry {
    Stream.of(topic, session, who, host, since, alive, expires).forEach(Objects::requireNonNull);
  }

  public boolean isLive(Instant now) {
    return now.isBefore(expires);
  }

  @Override
  public String key() {
    return PREFIX + topic;
  }
}
