package dev.parkade.runtime.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Moves the slot, in this order: the broker acknowledges, the database notes how far the slot may
/// go, the slot is told. So the slot never stands beyond the note, and a slot that does is not
/// ours.
final class RelayConfirmer {

  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(3);

  private final RelayEngine engine;
  private final SendPipeline<Relayed> pipeline;
  private final RelayCanary canary;
  private @Nullable Relayed last;
  private RelayCanary.@Nullable Beat lastCanary;
  private long lastNanos = System.nanoTime();

  RelayConfirmer(RelayEngine engine, SendPipeline<Relayed> pipeline, RelayCanary canary) {
    this.engine = engine;
    this.pipeline = pipeline;
    this.canary = canary;
  }

  /// Confirms what has been acknowledged since the last time.
  void confirm(Connection connection) throws SQLException, InterruptedException {
    // first the canary: what came back before now is part of what is acknowledged
    RelayCanary.Beat beat = canary.newestReturned();
    Relayed acknowledged = pipeline.acknowledged();
    if (acknowledged == null || acknowledged.equals(last) || acknowledged.event() == null) {
      return;
    }
    RelayPosition.note(
        connection, acknowledged.confirmableLsn(), Objects.equals(beat, lastCanary) ? null : beat);
    engine.confirm(acknowledged.event());
    last = acknowledged;
    lastNanos = System.nanoTime();
    lastCanary = beat;
  }

  /// How long this run has had nothing to confirm.
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastNanos);
  }

  /// Confirms once more and waits a moment until the slot has it, so that an orderly stop leaves
  /// next to nothing to be repeated.
  void confirmLast(Connection connection, RelaySlot slot)
      throws SQLException, InterruptedException {
    confirm(connection);
    long lsn = last == null ? 0 : last.confirmableLsn();
    long deadline = System.nanoTime() + FLUSH_LIMIT.toNanos();
    RelaySlot.State state = slot.state(connection);
    while (state != null && state.confirmedLsn() < lsn && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
      state = slot.state(connection);
    }
  }
}
