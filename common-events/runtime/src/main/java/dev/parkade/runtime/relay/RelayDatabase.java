package dev.parkade.runtime.relay;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Where the relay finds its database, taken from the service's own JDBC URL.
///
/// @param parameters what the URL adds, such as `sslmode`
record RelayDatabase(
    String host,
    int port,
    String name,
    @Nullable String username,
    @Nullable String password,
    Map<String, String> parameters) {

  /// @throws IllegalArgumentException if this is not a PostgreSQL URL with one host
  static RelayDatabase at(String jdbcUrl, @Nullable String username, @Nullable String password) {
    Properties parsed = Driver.parseURL(jdbcUrl, null);
    if (parsed == null || parsed.getProperty("PGHOST", ",").contains(",")) {
      throw new IllegalArgumentException(
          "the relay needs a jdbc:postgresql URL with one host, not " + jdbcUrl);
    }
    Map<String, String> parameters = new TreeMap<>();
    for (String key : parsed.stringPropertyNames()) {
      if (!key.startsWith("PG") && !key.equals("user") && !key.equals("password")) {
        parameters.put(key, parsed.getProperty(key));
      }
    }
    return new RelayDatabase(
        parsed.getProperty("PGHOST"),
        Integer.parseInt(parsed.getProperty("PGPORT")),
        parsed.getProperty("PGDBNAME"),
        username != null ? username : parsed.getProperty("user"),
        password != null ? password : parsed.getProperty("password"),
        parameters);
  }

  /// A connection of the relay's own, outside the service's pool. A server that does not answer for
  /// ten seconds counts as gone; a session that asks nothing for fifteen is ended by the server, so
  /// that a stalled leader loses its lock.
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(parameters);
    if (username != null) {
      properties.setProperty("user", username);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "parkade-relay");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty(
        "options",
        "-c idle_session_timeout=15s -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2"
            + " -c tcp_keepalives_count=3");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host + ":" + port + "/" + name, properties);
  }

  @Override
  public String toString() {
    return host + ":" + port + "/" + name;
  }
}
