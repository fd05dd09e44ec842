package dev.parkade.local;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/// A PostgreSQL server as its superuser sees it, whether it is a process or a container.
public record PostgresAccess(String host, int port) {

  /// The address of one of its databases.
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /// Whether it takes connections by now.
  ///
  /// @throws SQLException if it does not, with the reason
  public boolean answers() throws SQLException {
    try (var connection =
        DriverManager.getConnection(
            jdbcUrl(PostgresServer.SUPERUSER) + "?connectTimeout=2",
            PostgresServer.SUPERUSER,
            PostgresServer.SUPERUSER_PASSWORD)) {
      return connection.isValid(2);
    }
  }

  /// A connection as superuser.
  public Connection connectAsSuperuser(String database) throws SQLException {
    return DriverManager.getConnection(
        jdbcUrl(database), PostgresServer.SUPERUSER, PostgresServer.SUPERUSER_PASSWORD);
  }

  /// Creates what is missing of: a role that may log in and replicate, with this password, and a
  /// database that it owns. Changes nothing that is there, except the password.
  public void createDatabase(String name, String role, String password) {
    try (var connection = connectAsSuperuser(PostgresServer.SUPERUSER);
        var statement = connection.createStatement()) {
      var quote = connection.unwrap(PGConnection.class);
      var quotedRole = quote.escapeIdentifier(role);
      var verb = exists(connection, "pg_roles", "rolname", role) ? "ALTER" : "CREATE";
      statement.execute(
          "%s ROLE %s LOGIN REPLICATION PASSWORD '%s'"
              .formatted(verb, quotedRole, quote.escapeLiteral(password)));
      if (!exists(connection, "pg_database", "datname", name)) {
        statement.execute(
            "CREATE DATABASE %s OWNER %s".formatted(quote.escapeIdentifier(name), quotedRole));
      }
    } catch (SQLException refused) {
      throw new IllegalStateException("cannot create database " + name, refused);
    }
  }

  /// Drops a database with its replication slots and its connections. Fine when it is not there.
  public void dropDatabase(String name) {
    try (var connection = connectAsSuperuser(PostgresServer.SUPERUSER);
        var statement = connection.createStatement();
        var slots =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(active_pid, 60000) FROM pg_replication_slots"
                    + " WHERE database = ? AND active_pid IS NOT NULL");
        var drop =
            connection.prepareStatement(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                    + " WHERE database = ?")) {
      slots.setString(1, name);
      slots.execute();
      drop.setString(1, name);
      drop.execute();
      var quoted = connection.unwrap(PGConnection.class).escapeIdentifier(name);
      statement.execute("DROP DATABASE IF EXISTS " + quoted + " WITH (FORCE)");
    } catch (SQLException refused) {
      throw new IllegalStateException("cannot drop database " + name, refused);
    }
  }

  private static boolean exists(Connection connection, String table, String column, String value)
      throws SQLException {
    var sql = "SELECT 1 FROM " + table + " WHERE " + column + " = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      return statement.executeQuery().next();
    }
  }
}
