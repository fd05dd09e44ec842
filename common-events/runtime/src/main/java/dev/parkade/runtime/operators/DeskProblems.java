package dev.parkade.runtime.operators;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.problem.ProblemType;
import java.time.Duration;
import java.util.Map;

/// What can go wrong for those who look at dead letters.
final class DeskProblems {

  static final ProblemType UNKNOWN =
      new ProblemType(
          "dead-letter-unknown",
          "There is no such dead letter",
          404,
          "Check the id: topic-partition@offset. Retention may have"
              + " removed it; `GET /api/v1/dead-letters` lists what is there.");

  static final ProblemType BROKER_AWAY =
      new ProblemType(
          "broker-unavailable",
          "The broker does not answer",
          503,
          "Dead letters are on the broker, and nothing was changed. Send the same request again"
              + " after the time in `Retry-After`.");

  static final ProblemType BUSY =
      new ProblemType(
          "dead-letters-busy",
          "Too many look at the dead letters at once",
          503,
          "Send the same request again after the time in `Retry-After`.");

  private DeskProblems() {}

  static ProblemException unknown(DeadLetterId id) {
    return new ProblemException(UNKNOWN, "there is no dead letter " + id);
  }

  static ProblemException brokerAway(String why) {
    return new ProblemException(BROKER_AWAY, why, Map.of(), Duration.ofSeconds(10));
  }

  static ProblemException busy() {
    return new ProblemException(
        BUSY, "as many requests as are allowed read them now", Map.of(), Duration.ofSeconds(2));
  }
}
