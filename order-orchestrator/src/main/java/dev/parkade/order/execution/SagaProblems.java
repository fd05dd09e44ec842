package dev.parkade.order.execution;

import dev.parkade.messages.id.OrderId;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.problem.ProblemType;
import java.time.Duration;
import java.util.Map;

/// What can keep a request from reaching a saga.
public final class SagaProblems {

  public static final ProblemType OTHER_VERSION =
      new ProblemType(
          "saga-of-another-version",
          "This instance does not know the version of the order's saga",
          503,
          "The order was placed through a newer release, or an older one, than the instance that"
              + " answered. Nothing was changed. Send the same request again after the time in"
              + " `Retry-After`; if it stays like this, the release that `version` belongs to is"
              + " not running any more: deploy it again.");

  private static final Duration RETRY = Duration.ofSeconds(2);

  private SagaProblems() {}

  /// The saga runs on a version of the definition that this program does not have.
  public static ProblemException otherVersion(OrderId order, int version) {
    return new ProblemException(
        OTHER_VERSION,
        "order " + order + " runs on version " + version + " of the saga, which is not known here",
        Map.of("version", version),
        RETRY);
  }
}
