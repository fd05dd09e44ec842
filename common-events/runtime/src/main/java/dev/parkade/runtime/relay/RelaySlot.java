package dev.parkade.runtime.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The replication slot of one database: its state, its creation and its end.
record RelaySlot(String name) {

  private static final int SOCKET_TIMEOUT_MILLIS = 10_000;
  private static final Executor DIRECT = Runnable::run;

  /// What the server says about the slot.
  ///
  /// @param activePid the server process that reads from it, if one does
  /// @param walStatus `reserved`, `extended`, `unreserved` or `lost`
  /// @param confirmedLsn up to where PostgreSQL will not send again
  /// @param retainedBytes how much write-ahead log lies between that and the newest record
  /// @param safeBytes how much more can be written before the slot may be lost; infinite without
  ///     `max_slot_wal_keep_size`
  record State(
      @Nullable Integer activePid,
      String walStatus,
      long confirmedLsn,
      long retainedBytes,
      double safeBytes) {

    boolean isLost() {
      return walStatus.equals("lost");
    }
  }

  /// The slot's state, or `null` if there is no such slot.
  @Nullable State state(Connection connection) throws SQLException {
    String query =
        """
        select active_pid, coalesce(wal_status, 'lost') as wal_status,
               coalesce((confirmed_flush_lsn - '0/0'::pg_lsn)::bigint, 0) as confirmed,
               coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint, 0) as retained,
               case when coalesce(wal_status, 'lost') = 'lost' then 0
                    else coalesce(safe_wal_size::float8, 'Infinity') end as safe
        from pg_replication_slots where slot_name = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        int pid = row.getInt("active_pid");
        return new State(
            row.wasNull() ? null : pid,
            row.getString("wal_status"),
            row.getLong("confirmed"),
            row.getLong("retained"),
            row.getDouble("safe"));
      }
    }
  }

  /// Creates the slot. Waits for the transactions that are open now, however long they take.
  void create(Connection connection) throws SQLException {
    connection.setNetworkTimeout(DIRECT, 0);
    call(connection, "select pg_create_logical_replication_slot(?, 'pgoutput')");
    connection.setNetworkTimeout(DIRECT, SOCKET_TIMEOUT_MILLIS);
  }

  void drop(Connection connection) throws SQLException {
    call(connection, "select pg_drop_replication_slot(?)");
  }

  private void call(Connection connection, String function) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(function)) {
      statement.setString(1, name);
      statement.execute();
    }
  }
}
