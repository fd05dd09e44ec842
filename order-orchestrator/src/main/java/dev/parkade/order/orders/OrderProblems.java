package dev.parkade.order.orders;

import dev.parkade.messages.id.OrderId;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.problem.ProblemType;

/// What can be wrong with a request about an order.
public final class OrderProblems {

  public static final ProblemType ORDER_NOT_FOUND =
      new ProblemType(
          "order-not-found",
          "There is no such order",
          404,
          "Check the id: it is the one in the `Location` header of the answer to the order."
              + " `GET /api/v1/orders?customerId=…` lists the orders of a customer.");

  public static final ProblemType ORDER_NOT_CANCELLABLE =
      new ProblemType(
          "order-not-cancellable",
          "The order can no longer be cancelled",
          409,
          "The money is taken, so the order goes through; nothing was changed by this request."
              + " Return the goods instead.");

  private OrderProblems() {}

  /// There is no order of this id.
  public static ProblemException notFound(OrderId id) {
    return new ProblemException(ORDER_NOT_FOUND, "there is no order " + id);
  }
}
