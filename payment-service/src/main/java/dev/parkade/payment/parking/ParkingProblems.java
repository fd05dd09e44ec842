package dev.parkade.payment.parking;

import dev.parkade.runtime.problem.ProblemType;

/// The problems of requests about what waits.
final class ParkingProblems {

  static final ProblemType CUSTOMER_NOT_BLOCKED =
      new ProblemType(
          "customer-not-blocked",
          "No dead letter holds the customer back",
          409,
          "There is nothing to do; nothing was changed."
              + " `GET /api/v1/parked?customerId=…` says what the customer's payments wait for.");

  static final ProblemType CUSTOMER_ELSEWHERE =
      new ProblemType(
          "customer-elsewhere",
          "Another instance owns the customer",
          421,
          "Nothing was changed. Send the request to the instance that owns the partition in the"
              + " detail: its `GET /api/v1/parked` lists it under `partitions`.");

  private ParkingProblems() {}
}
