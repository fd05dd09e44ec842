package dev.parkade.runtime.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What `relay_state` remembers about the slot, to notice when the slot is not the one it was.
///
/// @param republishAfter set while rows after this seq must be published from the table
/// @param confirmedLsn no confirmation of ours goes beyond
/// @param confirmedSeq the newest canary that came back
/// @param confirmedAt when that canary was written, by the database's clock
record RelayPosition(
    String slotName,
    int epoch,
    @Nullable Long republishAfter,
    long confirmedLsn,
    long confirmedSeq,
    @Nullable Instant confirmedAt) {

  /// The row, or `null` before the first start.
  static @Nullable RelayPosition read(Connection connection) throws SQLException {
    String query =
        """
        select slot_name, epoch, republish_after, (confirmed_lsn - '0/0'::pg_lsn)::bigint as lsn,
               confirmed_seq, confirmed_at
        from relay_state
        """;
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      long after = row.getLong("republish_after");
      Long republishAfter = row.wasNull() ? null : after;
      Timestamp at = row.getTimestamp("confirmed_at");
      return new RelayPosition(
          row.getString("slot_name"),
          row.getInt("epoch"),
          republishAfter,
          row.getLong("lsn"),
          row.getLong("confirmed_seq"),
          at == null ? null : at.toInstant());
    }
  }

  /// Opens a new epoch: from now on, until [#republished], a start publishes from the table.
  static void newEpoch(Connection connection, String slotName, long republishAfter)
      throws SQLException {
    String upsert =
        """
        insert into relay_state (slot_name, epoch, slot_created_at, republish_after)
        values (?, 1, clock_timestamp(), ?)
        on conflict (only_row) do update
          set slot_name = excluded.slot_name, epoch = relay_state.epoch + 1,
              slot_created_at = excluded.slot_created_at, republish_after = excluded.republish_after
        """;
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      statement.setString(1, slotName);
      statement.setLong(2, republishAfter);
      statement.executeUpdate();
    }
  }

  /// Ends the repair: from here on the slot covers everything.
  static void republished(Connection connection, long slotConfirmedLsn) throws SQLException {
    String update =
        """
        update relay_state
        set republish_after = null, confirmed_lsn = '0/0'::pg_lsn + ?::numeric
        """;
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setLong(1, slotConfirmedLsn);
      statement.executeUpdate();
    }
  }

  /// Notes what the slot may confirm next.
  ///
  /// @param canary the newest canary that came back, if one did since the last time
  static void note(Connection connection, long lsn, RelayCanary.@Nullable Beat canary)
      throws SQLException {
    String update =
        """
        update relay_state
        set confirmed_lsn = greatest(confirmed_lsn, '0/0'::pg_lsn + ?::numeric),
            confirmed_seq = greatest(confirmed_seq, ?),
            confirmed_at = greatest(confirmed_at, ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setLong(1, lsn);
      statement.setLong(2, canary == null ? 0 : canary.seq());
      statement.setTimestamp(3, canary == null ? null : Timestamp.from(canary.writtenAt()));
      statement.executeUpdate();
    }
  }
}
