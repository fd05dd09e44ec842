package dev.parkade.customer.directory;

import dev.parkade.runtime.problem.ProblemType;

/// What can go wrong with customers only.
final class CustomerProblems {

  static final ProblemType CUSTOMER_NOT_FOUND =
      new ProblemType(
          "customer-not-found",
          "There is no such customer",
          404,
          "Check the id. Register the customer with POST /api/v1/customers, or with"
              + " PUT /api/v1/customers/{id} and without If-Match under an id of your own.");

  private CustomerProblems() {}
}
