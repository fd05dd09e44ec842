package dev.parkade.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The payments in a lane's database. A payment is settled when its row is committed.
final class Settlements implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Connection connection;

  Settlements(Lane lane) {
    try {
      connection = DriverManager.getConnection(lane.jdbcUrl(), Lane.ROLE, Lane.PASSWORD);
    } catch (SQLException refused) {
      throw new IllegalStateException("no connection to " + lane.jdbcUrl(), refused);
    }
  }

  /// One row.
  ///
  /// @param order the payment's order
  /// @param sequence the order of inserts
  /// @param at epoch milliseconds of the commit, with a fraction
  record Settlement(String order, long sequence, double at) {}

  /// Runs a statement.
  void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  /// The one number that a query gives; 0 if the table is not there yet.
  long number(String sql) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException refused) {
      if ("42P01".equals(refused.getSQLState())) {
        return 0;
      }
      throw new IllegalStateException(sql, refused);
    }
  }

  private long count(long expected) {
    long rows = number("select count(*) from payment");
    // the exact count costs more, and rows can be doubled
    return rows < expected ? rows : number("select count(distinct order_id) from payment");
  }

  /// Waits until this many are settled or given up, or nothing has moved for a while.
  ///
  /// @return whether all are accounted for
  boolean await(long expected, LongSupplier givenUp, Duration limit, Duration standstill) {
    long deadline = System.nanoTime() + limit.toNanos();
    long movedAt = System.nanoTime();
    long last = -1;
    while (true) {
      long lost = givenUp.getAsLong();
      long now = count(expected - lost) + lost;
      if (now >= expected) {
        return true;
      }
      if (now != last) {
        last = now;
        movedAt = System.nanoTime();
      }
      if (System.nanoTime() > deadline || System.nanoTime() - movedAt > standstill.toNanos()) {
        return false;
      }
      pause();
    }
  }

  List<Settlement> all() {
    var sql =
        """
        select order_id::text, seq,
          (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8
        from payment order by seq
        """;
    var found = new ArrayList<Settlement>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(new Settlement(rows.getString(1), rows.getLong(2), rows.getDouble(3)));
      }
      return found;
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException gone) {
      throw new IllegalStateException("closing", gone);
    }
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}
