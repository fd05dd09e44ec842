package dev.parkade.order.rebuilding;

import dev.parkade.order.rebuilding.Pass.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/// Rebuilds and verifies on a thread of its own, one at a time in this instance, and one rebuild at
/// a time in all instances: the connection of a rebuild holds an advisory lock, which PostgreSQL
/// gives back whatever happens to this program.
@Component
class Runs {

  /// What a rebuild holds in the database.
  static final String LOCK = "hashtext('parkade projections rebuild')";

  private static final Logger log = LoggerFactory.getLogger(Runs.class);

  private final DataSource database;
  private final RebuildingSettings settings;
  private final Completeness completeness;
  private volatile Run run = Run.none();

  Runs(DataSource database, RebuildingSettings settings, Completeness completeness) {
    this.database = database;
    this.settings = settings;
    this.completeness = completeness;
  }

  /// Begins, and does not wait for the end.
  ///
  /// @throws RunRefused if this instance is busy, or another one rebuilds
  synchronized RunStatus start(Kind kind) {
    if (run.isRunning()) {
      throw new RunRefused("this instance is busy with run " + run.status(false).run());
    }
    Connection connection = open(kind);
    Run next = run.next(kind);
    run = next;
    Thread.ofVirtual().name("projections").start(() -> execute(next, kind, connection));
    return status();
  }

  RunStatus status() {
    return run.status(isComplete());
  }

  private boolean isComplete() {
    try {
      return completeness.isComplete();
    } catch (DataAccessException away) {
      return false;
    }
  }

  /// Asks what is running to stop after its batch.
  RunStatus stop() {
    run.stop();
    return status();
  }

  @EventListener(ContextClosedEvent.class)
  void stopWithTheService() {
    run.stop();
  }

  private Connection open(Kind kind) {
    try {
      Connection connection = database.getConnection();
      boolean mine = false;
      try {
        mine = kind == Kind.VERIFY || locks(connection);
      } finally {
        if (!mine) {
          connection.close();
        }
      }
      if (!mine) {
        throw new RunRefused("another instance is rebuilding");
      }
      return connection;
    } catch (SQLException | DataAccessException away) {
      throw new RunRefused("the database does not answer: " + away.getMessage());
    }
  }

  private static boolean locks(Connection connection) {
    return single(jdbc(connection), "select pg_try_advisory_lock(" + LOCK + ")", Boolean.class);
  }

  private void execute(Run mine, Kind kind, Connection connection) {
    log.info("{} of the projections begins", kind);
    try {
      Found found = pass(mine, kind, connection);
      log.info(
          "{} of the projections: {} orders, {} customers, differences {}",
          kind,
          found.orders(),
          found.customers(),
          found.differences().counts());
      mine.ended(found);
    } catch (PassStopped stopped) {
      log.info("{} of the projections was stopped", kind);
      mine.failed(stopped);
    } catch (SQLException | RuntimeException e) {
      log.warn("{} of the projections failed; what it has done stays", kind, e);
      mine.failed(e);
    }
  }

  private Found pass(Run mine, Kind kind, Connection connection) throws SQLException {
    var jdbc = jdbc(connection);
    try (connection) {
      mine.expect(single(jdbc, "select count(*) from orders", Long.class));
      var pass = new Pass(connection, settings, mine);
      try {
        return kind == Kind.REBUILD ? pass.rebuild() : pass.verify();
      } finally {
        unlock(jdbc);
      }
    } finally {
      completeness.forget();
    }
  }

  private static void unlock(JdbcTemplate jdbc) {
    try {
      single(jdbc, "select count(pg_advisory_unlock_all())", Long.class);
    } catch (DataAccessException gone) {
      log.info("the connection of the run is gone, and its lock with it: {}", gone.toString());
    }
  }

  private static JdbcTemplate jdbc(Connection connection) {
    return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
  }

  private static <T> T single(JdbcTemplate jdbc, String sql, Class<T> type) {
    return Objects.requireNonNull(jdbc.queryForObject(sql, type));
  }
}
