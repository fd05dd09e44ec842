package dev.parkade.testkit.environment;

import dev.parkade.local.PostgresAccess;
import java.sql.Connection;
import java.sql.SQLException;

/// A PostgreSQL server in the hands of a test: whether it is a process or a container, it is
/// durable, can decode its log, and keeps its address and its data over [#kill()] and
/// [#restart()].
public interface DatabaseServer extends AutoCloseable {

  /// Where it is, and what its superuser can do there.
  PostgresAccess access();

  /// SIGKILL, as in a crash: returns when it is gone.
  void kill();

  /// Starts it after [#kill()] and waits until it takes connections.
  void restart();

  /// Ends it and deletes its data.
  @Override
  void close();

  /// A connection as superuser.
  default Connection connectAsSuperuser(String database) throws SQLException {
    return access().connectAsSuperuser(database);
  }

  /// Creates a database that is owned by a role of the same name and password.
  default Database createDatabase(String name) {
    access().createDatabase(name, name, name);
    return new Database(access().host(), access().port(), name, access().jdbcUrl(name), name, name);
  }
}
