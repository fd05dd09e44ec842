package dev.parkade.runtime.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The right to relay for a database: an advisory lock, held by the session of one connection. It
/// is lost with the connection, on whatever side that breaks.
///
/// The lock picks one of several replicas; what makes two relays at a time impossible is the slot,
/// which serves one reader only.
final class RelayLeadership {

  /// Advisory locks share one number space per database: the bytes of "parkade".
  private static final long LOCK = 0x7061726b616465L;

  private RelayLeadership() {}

  /// Asks once. Who may lead writes through this connection only, so that who has lost the lock
  /// cannot write.
  static boolean tryLead(Connection connection) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      ask.setLong(1, LOCK);
      try (ResultSet answer = ask.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
