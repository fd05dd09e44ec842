package dev.parkade.cli.demo;

import java.util.List;

/// What came of the race.
///
/// @param customers who ordered before payment-service knew them
/// @param parked their first payments that were parked
/// @param released their first payments that were charged after the wait
/// @param followUpsParked further payments of some of them, parked behind the first
/// @param followUpsReleased those of them that were charged
/// @param wakeMillis from the customer's commit in payment-service to the charge, first payments
record RaceReport(
    int customers,
    int parked,
    int released,
    int followUpsParked,
    int followUpsReleased,
    Latencies wakeMillis) {
  static final RaceReport NOT_RUN = new RaceReport(0, 0, 0, 0, 0, Latencies.of(List.of()));
}
