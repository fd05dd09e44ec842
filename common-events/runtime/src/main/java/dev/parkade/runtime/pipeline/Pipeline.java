package dev.parkade.runtime.pipeline;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

/// Statements that travel to PostgreSQL together and are answered together: one round trip for all
/// of them, executed in the order in which they were added, in the caller's transaction.
///
/// Between two processes of one machine a round trip costs as much as a small statement; between
/// two machines it is most of what a statement costs. PostgreSQL calls the mechanism pipeline mode;
/// the JDBC driver speaks it when several statements are prepared as one.
///
/// Outcomes are handed to the statements' own checks in the same order. A check that throws leaves
/// the transaction to be rolled back by the caller. What is added before [#run] is only
/// remembered, so it can be gathered without a connection. Not thread-safe, and used once.
public final class Pipeline {

  private record Step(
      String sql,
      List<Object> parameters,
      IntConsumer changed,
      @Nullable RowCallbackHandler rows) {}

  private final List<Step> steps = new ArrayList<>();

  /// Adds a statement that changes rows.
  ///
  /// @param sql one statement with `?` for its parameters
  /// @param changed is given the number of rows
  /// @param parameters texts, numbers, or arrays of them
  public void update(String sql, IntConsumer changed, Object... parameters) {
    steps.add(new Step(sql.strip(), List.of(parameters), changed, null));
  }

  /// Adds a statement that answers with rows.
  ///
  /// @param sql one statement with `?` for its parameters
  /// @param rows is given each row
  /// @param done is given their number, after the last one
  /// @param parameters texts, numbers, or arrays of them
  public void query(String sql, RowCallbackHandler rows, IntConsumer done, Object... parameters) {
    steps.add(new Step(sql.strip(), List.of(parameters), done, rows));
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /// Sends the statements and hands out what they answer.
  ///
  /// @throws org.springframework.dao.DataAccessException if one of them fails; the later ones then
  ///     have not run
  public void run(JdbcOperations jdbc) {
    if (steps.isEmpty()) {
      return;
    }
    String sql = String.join(";\n", steps.stream().map(Step::sql).toList());
    jdbc.execute(
        sql,
        (PreparedStatementCallback<@Nullable Void>)
            statement -> {
              bind(statement);
              handOut(statement);
              return null;
            });
  }

  private void bind(PreparedStatement statement) throws SQLException {
    int n = 0;
    for (Step step : steps) {
      for (Object parameter : step.parameters()) {
        statement.setObject(++n, parameter);
      }
    }
  }

  private void handOut(PreparedStatement statement) throws SQLException {
    boolean hasRows = statement.execute();
    for (Step step : steps) {
      RowCallbackHandler rows = step.rows();
      if (rows == null) {
        step.changed().accept(statement.getUpdateCount());
      } else if (hasRows) {
        step.changed().accept(each(statement.getResultSet(), rows));
      } else {
        throw new IllegalStateException("no rows to read were answered by: " + step.sql());
      }
      hasRows = statement.getMoreResults();
    }
  }

  private static int each(ResultSet results, RowCallbackHandler rows) throws SQLException {
    int count = 0;
    while (results.next()) {
      rows.processRow(results);
      count++;
    }
    return count;
  }
}
