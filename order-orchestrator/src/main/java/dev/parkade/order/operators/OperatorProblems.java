package dev.parkade.order.operators;

import dev.parkade.runtime.problem.ProblemType;

/// What can be wrong with what an operator asks for.
final class OperatorProblems {

  static final ProblemType ENDED =
      new ProblemType(
          "saga-ended",
          "The saga has ended",
          409,
          "There is nothing left to retry, skip or resolve; nothing was changed by this request."
              + " `GET /api/v1/orders/{id}/timeline` shows how it ended.");

  static final ProblemType STILL_AT_WORK =
      new ProblemType(
          "saga-still-at-work",
          "The saga gets on by itself",
          409,
          "It still repeats its command and has not given up, so nothing was changed by this"
              + " request. Retry to send the command at once, cancel the order, or wait:"
              + " `dueAt` of the saga says when it looks again.");

  static final ProblemType BEING_UNDONE =
      new ProblemType(
          "saga-being-undone",
          "An order that is being undone cannot be confirmed",
          409,
          "The money was asked back, so nothing was changed by this request. Resolve the saga as"
              + " CANCELLED; who still wants the goods places a new order.");

  static final ProblemType OTHER_STEP =
      new ProblemType(
          "saga-at-another-step",
          "The saga is not at this step",
          409,
          "Nothing was changed by this request. `actual` is the step that can be skipped now: look"
              + " at the saga again, and name that step if it is to be skipped too.");

  private OperatorProblems() {}
}
