package dev.parkade.runtime.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it, before the engine starts, that the slot is there and covers every row that Kafka may
/// lack. What it does not cover is published from the table first, in the order of the rows.
///
/// A slot covers what commits after its creation. So: note that a repair is due, create the slot,
/// publish the rows that are visible afterwards, note that the repair is done. A crash in between
/// repeats the repair; rows may arrive twice, none is left out that is still in the table.
final class RelayRepair {

  private static final Logger log = LoggerFactory.getLogger(RelayRepair.class);
  private static final int SLICE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RelaySlot slot;
  private final Duration margin;
  private final RelayMetrics metrics;

  RelayRepair(RelaySlot slot, Duration margin, RelayMetrics metrics) {
    this.slot = slot;
    this.margin = margin;
    this.metrics = metrics;
  }

  void run(Connection connection, SendPipeline<Relayed> pipeline)
      throws SQLException, InterruptedException {
    RelayPosition position = RelayPosition.read(connection);
    RelaySlot.State state = slot.state(connection);
    String damage = position == null ? null : damage(position, state);
    if (position == null) {
      log.info("first start of the relay: slot {}", slot.name());
      RelayPosition.newEpoch(connection, slot.name(), 0);
    } else if (damage != null) {
      long after = republishAfter(connection, position);
      log.error(
          "{}: publishing outbox rows after {} again (last known to have arrived: row {} of {})",
          damage,
          after,
          position.confirmedSeq(),
          position.confirmedAt());
      metrics.slotRecreated();
      RelayPosition.newEpoch(connection, slot.name(), after);
    } else if (position.republishAfter() == null) {
      return;
    }
    prepareSlot(connection, state);
    republish(connection, pipeline);
    RelaySlot.State ready = slot.state(connection);
    if (ready == null) {
      throw new RelayFailure("slot " + slot.name() + " vanished during its repair", null);
    }
    RelayPosition.republished(connection, ready.confirmedLsn());
  }

  /// Why the slot cannot be trusted, or `null` if it can.
  private @Nullable String damage(RelayPosition position, RelaySlot.@Nullable State state) {
    if (position.republishAfter() != null && position.slotName().equals(slot.name())) {
      return state != null && state.isLost() ? "slot " + slot.name() + " is lost" : null;
    }
    if (state == null) {
      return position.slotName().equals(slot.name())
          ? "slot " + slot.name() + " is missing"
          : "slot "
              + slot.name()
              + " takes over from "
              + position.slotName()
              + ", which you may drop";
    }
    if (state.isLost()) {
      return "slot " + slot.name() + " is lost: it fell behind max_slot_wal_keep_size";
    }
    // noted before it is confirmed, so a slot that stands beyond was moved by somebody else
    return state.confirmedLsn() > position.confirmedLsn()
        ? "slot " + slot.name() + " was recreated or moved by other hands"
        : null;
  }

  private void prepareSlot(Connection connection, RelaySlot.@Nullable State state)
      throws SQLException {
    if (state != null && state.isLost()) {
      slot.drop(connection);
    }
    if (state == null || state.isLost()) {
      log.info("creating slot {}; this waits for transactions that are open now", slot.name());
      slot.create(connection);
    }
  }

  private long republishAfter(Connection connection, RelayPosition position) throws SQLException {
    if (position.republishAfter() != null) {
      return position.republishAfter();
    }
    Instant confirmedAt = position.confirmedAt();
    if (confirmedAt == null) {
      return 0;
    }
    String query = "select min(seq) - 1 from outbox where created_at >= ?";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setTimestamp(1, Timestamp.from(confirmedAt.minus(margin)));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long after = row.getLong(1);
        return row.wasNull() ? position.confirmedSeq() : Math.min(after, position.confirmedSeq());
      }
    }
  }

  private void republish(Connection connection, SendPipeline<Relayed> pipeline)
      throws SQLException, InterruptedException {
    RelayPosition position = RelayPosition.read(connection);
    if (position == null || position.republishAfter() == null) {
      return;
    }
    long after = position.republishAfter();
    long count = 0;
    List<OutboxRow> slice = slice(connection, after);
    while (!slice.isEmpty()) {
      for (OutboxRow row : slice) {
        pipeline.send(new Relayed(row.seq(), row.isHeartbeat(), null), row.toRecord());
      }
      count += slice.size();
      after = slice.getLast().seq();
      awaitAcknowledged(connection, pipeline);
      slice = slice(connection, after);
    }
    if (count > 0) {
      log.info("published {} rows from the outbox table", count);
    }
  }

  private void awaitAcknowledged(Connection connection, SendPipeline<Relayed> pipeline)
      throws SQLException, InterruptedException {
    while (!pipeline.awaitEmpty(PATIENCE)) {
      // shows the server that this session is alive, and us that it still is ours
      var _ = slot.state(connection);
    }
  }

  private static List<OutboxRow> slice(Connection connection, long after) throws SQLException {
    String query =
        """
        select seq, topic, message_key, headers, payload from outbox
        where seq > ? order by seq limit ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, after);
      statement.setInt(2, SLICE);
      List<OutboxRow> rows = new ArrayList<>(SLICE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(OutboxRow.of(row));
        }
      }
      return rows;
    }
  }
}
