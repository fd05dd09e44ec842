package dev.parkade.order.rebuilding;

import dev.parkade.order.projections.ProjectionTables;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Knows whether what clients read follows from the whole history. It does not after tables were
/// dropped, or when a new version of this program changed them, until they are rebuilt.
@Component
class Completeness {

  static final ProblemType NOT_BUILT =
      new ProblemType(
          "projections-not-built",
          "What you ask for is being built",
          503,
          "Reading orders has to wait until the service has built its read tables again from the"
              + " history; nothing is lost. Ask again after the time in `Retry-After`. If you"
              + " operate the system: `ops/parkade projections rebuild` builds them.");

  private static final Duration RETRY = Duration.ofSeconds(2);

  /// How long an answer is believed: tables are dropped by hand only.
  private static final long BELIEVED_NANOS = Duration.ofSeconds(1).toNanos();

  private record Known(boolean complete, long atNanos) {}

  private final JdbcClient jdbc;
  private volatile Known known = new Known(false, System.nanoTime() - BELIEVED_NANOS);

  Completeness(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Whether clients may read, as of a second ago at most.
  ///
  /// @throws DataAccessException if the database does not answer
  boolean isComplete() {
    Known last = known;
    if (System.nanoTime() - last.atNanos() < BELIEVED_NANOS) {
      return last.complete();
    }
    var now = new Known(ask(), System.nanoTime());
    known = now;
    return now.complete();
  }

  /// Asks again next time.
  void forget() {
    known = new Known(false, System.nanoTime() - BELIEVED_NANOS);
  }

  /// @throws ProblemException unless clients may read
  void require() {
    if (!isComplete()) {
      throw new ProblemException(
          NOT_BUILT, "the read tables are not complete; nothing is lost", Map.of(), RETRY);
    }
  }

  private boolean ask() {
    try {
      return jdbc.sql("select complete from projections.generation")
          .query(Boolean.class)
          .optional()
          .orElse(false);
    } catch (DataAccessException e) {
      if (ProjectionTables.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }
}
