package dev.parkade.cli.invariants;

import dev.parkade.local.Endpoints;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads a service's database.
///
/// @param place its JDBC URL and who may read it
public record Database(Endpoints.Jdbc place) {
  /// Makes something of the current row.
  @FunctionalInterface
  public interface RowReader<T> {
    /// Reads one row.
    T read(ResultSet row) throws SQLException;
  }

  /// All rows of a query.
  ///
  /// @param parameters for its question marks; a `String[]` becomes an array of texts
  /// @throws IllegalStateException if the database is away or refuses; names it and the query
  public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
    try (var connection = connect();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        var parameter = parameters[i];
        statement.setObject(
            i + 1,
            parameter instanceof String[] texts
                ? connection.createArrayOf("text", texts)
                : parameter);
      }
      var all = new ArrayList<T>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(reader.read(rows));
        }
      }
      return all;
    } catch (SQLException refused) {
      throw new IllegalStateException(
          "cannot read " + place.url() + ": " + refused.getMessage() + "\n  query: " + sql.strip(),
          refused);
    }
  }

  /// A connection of one's own.
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(place.url(), place.username(), place.password());
  }
}
