package dev.parkade.order.streaming;

import dev.parkade.runtime.problem.ProblemType;

/// What can be wrong with a stream.
final class StreamProblems {

  static final ProblemType TOO_MANY_STREAMS =
      new ProblemType(
          "too-many-streams",
          "This instance serves as many streams as it can",
          503,
          "Try again after the time in `Retry-After`, or ask for the order from time to time with"
              + " `GET /api/v1/orders/{id}` and `If-None-Match`.");

  private StreamProblems() {}
}
