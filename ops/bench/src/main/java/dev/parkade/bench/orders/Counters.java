package dev.parkade.bench.orders;

import dev.parkade.local.Part;
import dev.parkade.local.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// What the database server has counted so far, over all databases.
///
/// @param at epoch milliseconds
/// @param writes transactions that changed something: every one takes the next transaction id
/// @param walBytes of write-ahead log, full-page images included
/// @param flushes of the log to the disk
/// @param flushMillis what they took
/// @param statements by database, without the beginning and end of transactions
record Counters(
    double at,
    long writes,
    long walBytes,
    long flushes,
    double flushMillis,
    Map<String, Long> statements) {
  /// Reads them all.
  static Counters read(BenchSystem system) {
    try (var connection = superuser(system)) {
      return new Counters(
          Client.now(),
          number(connection, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
          number(connection, "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"),
          number(
              connection, "select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal'"),
          number(
                  connection,
                  "select (coalesce(sum(fsync_time), 0) * 1000)::bigint from pg_stat_io"
                      + " where object = 'wal'")
              / 1e3,
          statements(connection));
    } catch (SQLException refused) {
      throw new IllegalStateException("cannot read the counters of the database", refused);
    }
  }

  /// Makes the server count statements, and writes what it still has to write, so that the next
  /// chapter does not pay for the last one.
  static void prepare(BenchSystem system) {
    try (var connection = superuser(system);
        var statement = connection.createStatement()) {
      statement.execute("create extension if not exists pg_stat_statements");
      statement.execute("checkpoint");
    } catch (SQLException refused) {
      throw new IllegalStateException("cannot prepare the counters of the database", refused);
    }
  }

  private static Connection superuser(BenchSystem system) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/postgres"
            .formatted(system.endpoints().ports().of(Part.POSTGRES)),
        PostgresServer.SUPERUSER,
        PostgresServer.SUPERUSER_PASSWORD);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Map<String, Long> statements(Connection connection) throws SQLException {
    var sql =
        """
        select d.datname, sum(s.calls)::bigint
        from pg_stat_statements s join pg_database d on d.oid = s.dbid
        where d.datname <> 'postgres'
          and s.query !~* '^\\s*(begin|commit|rollback|start|set|show|deallocate|discard)'
        group by d.datname
        """;
    Map<String, Long> counts = new TreeMap<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
      return counts;
    }
  }
}
