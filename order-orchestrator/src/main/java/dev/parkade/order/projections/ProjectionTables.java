package dev.parkade.order.projections;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcOperations;

/// The tables of the query side, which may be dropped at any time: whoever writes waits until they
/// are there again, and a rebuild creates and fills them.
public final class ProjectionTables {

  private static final String SCRIPT = "db/order-orchestrator/afterMigrate__projections.sql";

  /// PostgreSQL's codes for a table and for a schema that are not there.
  private static final Set<String> MISSING = Set.of("42P01", "3F000");

  private ProjectionTables() {}

  /// Creates what is missing, empty, as every start of the service does. Needs a transaction.
  public static void create(JdbcOperations jdbc) {
    try {
      jdbc.execute(new ClassPathResource(SCRIPT).getContentAsString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a statement failed because a table is not there.
  public static boolean isMissing(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && MISSING.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
