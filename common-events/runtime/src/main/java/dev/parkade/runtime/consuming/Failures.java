package dev.parkade.runtime.consuming;

import java.sql.SQLException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/// Tells what will pass by itself from what will not.
public final class Failures {

  private Failures() {}

  /// Whether trying the same work again later can succeed: the database or the broker is away, a
  /// transaction lost against another one, or somebody said [TransientFailure].
  public static boolean isTransient(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      boolean passing =
          switch (t) {
            case TransientFailure _ -> true;
            case TransientDataAccessException _ -> true;
            case RecoverableDataAccessException _ -> true;
            case NonTransientDataAccessResourceException e -> !exceedsALimit(e);
            case CannotCreateTransactionException _ -> true;
            case RetriableException _ -> true;
            case InterruptException _ -> true;
            case InterruptedException _ -> true;
            case SQLException sql -> isTransientState(sql.getSQLState());
            default -> false;
          };
      if (passing) {
        return true;
      }
    }
    return false;
  }

  /// Spring counts it among the resources that are away; no repetition makes a row smaller.
  private static boolean exceedsALimit(NonTransientDataAccessResourceException failure) {
    return failure.getMostSpecificCause() instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith("54");
  }

  private static boolean isTransientState(@org.jspecify.annotations.Nullable String state) {
    // 08 connection, 40 rollback, 53 resources, 57 operator (shutdown), 58 system: SQL standard and
    // PostgreSQL's appendix A. 42P01 and 3F000, a table or a schema that is not there: whoever
    // dropped it creates it again, and no message is to blame
    return state != null
        && (state.equals("42P01")
            || state.equals("3F000")
            || state.startsWith("08")
            || state.startsWith("40")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.startsWith("58"));
  }
}
