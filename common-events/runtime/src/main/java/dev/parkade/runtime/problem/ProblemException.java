package dev.parkade.runtime.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Thrown by controllers and use cases to answer a request with a problem. It is no fault of the
/// service: it is not logged, and nothing is retried for it.
public final class ProblemException extends RuntimeException {

  private final transient ProblemType type;
  private final transient Map<String, Object> extra;
  private final @Nullable Duration retryAfter;

  /// @param detail what happened this time, with ids, and how to get out of it
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, Map.of());
  }

  /// @param extra further members of the problem, for programs; standard members are not replaced
  public ProblemException(ProblemType type, String detail, Map<String, ?> extra) {
    this(type, detail, extra, null);
  }

  /// @param retryAfter when the same request may succeed: the `Retry-After` header, in seconds
  public ProblemException(
      ProblemType type, String detail, Map<String, ?> extra, @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.type = type;
    this.extra = new LinkedHashMap<>(extra);
    this.retryAfter = retryAfter;
  }

  /// The kind of problem.
  public ProblemType type() {
    return type;
  }

  Problem problem() {
    var problem = Problem.of(type, String.valueOf(getMessage()), extra);
    return retryAfter == null ? problem : problem.retryAfter(retryAfter);
  }
}
