package dev.parkade.runtime.relay;

import dev.parkade.messages.topic.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A row that travels the whole way from the outbox to the broker once per interval, so that the
/// lag of the relay is measured, in seconds, also when nothing else is on its way, and so that an
/// idle database has something to confirm.
///
/// Its memory survives restarts of the engine: a canary that is out while the relay is broken makes
/// the lag grow.
final class RelayCanary {

  /// More of them would not say more while nothing comes back.
  private static final int MOST_OUT = 10;

  private static final Duration KEPT = Duration.ofMinutes(1);

  private final String service;
  private final Clock clock;
  private final Duration interval;

  private final ArrayDeque<Beat> out = new ArrayDeque<>();
  private final ArrayDeque<Beat> returned = new ArrayDeque<>();
  private @Nullable Beat newestReturned;
  private long newestReturnedSeq;
  private long returnedNanos;
  private double lastLagSeconds = Double.NaN;
  private @Nullable Instant lastReturn;
  private long dueNanos = System.nanoTime();

  /// A canary row.
  ///
  /// @param nanos when it was written, in this process
  /// @param writtenAt when it was written, by the database's clock
  record Beat(long seq, long nanos, Instant writtenAt) {}

  RelayCanary(String service, Clock clock, Duration interval) {
    this.service = service;
    this.clock = clock;
    this.interval = interval;
  }

  /// Writes a canary if one is due.
  void beat(Connection connection) throws SQLException {
    long now = System.nanoTime();
    synchronized (this) {
      if (now - dueNanos < 0 || out.size() >= MOST_OUT) {
        return;
      }
      dueNanos = now + interval.toNanos();
    }
    String insert =
        """
        insert into outbox (topic, message_key, headers, payload) values (?, ?, '{}', ?)
        returning seq, created_at
        """;
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, Topics.RELAY_HEARTBEATS.name());
      statement.setString(2, service);
      statement.setString(
          3, "{\"service\":\"" + service + "\",\"at\":\"" + clock.instant() + "\"}");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        written(new Beat(row.getLong(1), now, row.getTimestamp(2).toInstant()));
      }
    }
  }

  private synchronized void written(Beat beat) {
    out.addLast(beat);
    // it may be back before the insert has returned
    takeReturned();
  }

  /// A canary row was acknowledged by the broker.
  synchronized void acknowledged(long seq) {
    newestReturnedSeq = Math.max(newestReturnedSeq, seq);
    returnedNanos = System.nanoTime();
    takeReturned();
  }

  private void takeReturned() {
    Beat first = out.peekFirst();
    while (first != null && first.seq() <= newestReturnedSeq) {
      out.removeFirst();
      returned.addLast(first);
      newestReturned = first;
      lastLagSeconds = (returnedNanos - first.nanos()) / 1e9;
      lastReturn = clock.instant();
      first = out.peekFirst();
    }
  }

  /// The newest canary that came back; `null` before the first.
  synchronized @Nullable Beat newestReturned() {
    return newestReturned;
  }

  /// How far Kafka is behind the database; NaN when this replica does not know.
  synchronized double lagSeconds() {
    Beat oldest = out.peekFirst();
    if (oldest != null) {
      double age = (System.nanoTime() - oldest.nanos()) / 1e9;
      return Double.isNaN(lastLagSeconds) ? age : Math.max(age, lastLagSeconds);
    }
    // no canary can be written: the database is away
    double silence = (System.nanoTime() - dueNanos) / 1e9 - interval.toMillis() / 1e3;
    return Double.isNaN(lastLagSeconds) ? Double.NaN : Math.max(lastLagSeconds, silence);
  }

  /// When a canary last came back, in seconds of the epoch; NaN before.
  synchronized double lastReturnEpochSeconds() {
    return lastReturn == null ? Double.NaN : lastReturn.toEpochMilli() / 1e3;
  }

  /// Another replica leads, or may: what is out comes back there.
  synchronized void forget() {
    out.clear();
    newestReturned = null;
    lastReturn = null;
    lastLagSeconds = Double.NaN;
    dueNanos = System.nanoTime();
  }

  /// Deletes canary rows that have done their work.
  void clean(Connection connection) throws SQLException {
    ArrayDeque<Beat> old = new ArrayDeque<>();
    synchronized (this) {
      Beat first = returned.peekFirst();
      while (first != null && System.nanoTime() - first.nanos() > KEPT.toNanos()) {
        old.addLast(returned.removeFirst());
        first = returned.peekFirst();
      }
    }
    if (old.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("delete from outbox where seq = any (?)")) {
      statement.setArray(
          1, connection.createArrayOf("bigint", old.stream().map(Beat::seq).toArray()));
      statement.executeUpdate();
    }
  }
}
