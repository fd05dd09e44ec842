package dev.parkade.order.intake;

import dev.parkade.runtime.problem.ProblemType;

/// What can be wrong with a new order.
final class IntakeProblems {

  static final ProblemType KEY_REQUIRED =
      new ProblemType(
          "idempotency-key-required",
          "An order needs an Idempotency-Key",
          400,
          "Send the header `Idempotency-Key` with a value of your own that is new for each order,"
              + " for example a UUID, and repeat the same value when you repeat the request."
              + " So a lost answer never makes two orders.");

  static final ProblemType KEY_INVALID =
      new ProblemType(
          "idempotency-key-invalid",
          "The Idempotency-Key cannot be used",
          400,
          "Send one `Idempotency-Key` of 1 to 255 visible ASCII characters without spaces,"
              + " for example a UUID.");

  static final ProblemType KEY_REUSED =
      new ProblemType(
          "idempotency-key-reused",
          "The Idempotency-Key belongs to another request",
          422,
          "This key was used for an order with another content. Use a new key for a new order;"
              + " repeat the very same content to get the first answer again.");

  static final ProblemType KEY_IN_FLIGHT =
      new ProblemType(
          "idempotency-key-in-flight",
          "The first request with this Idempotency-Key is still being processed",
          409,
          "Nothing was changed by this request. Repeat it, with the same key and content, after the"
              + " time in `Retry-After`: then it is answered as the first one was.");

  private IntakeProblems() {}
}
