package dev.parkade.payment.parking;

import java.util.List;

/// The part of a customer's queue that a poll releases, in order.
record Slice(GatePartition partition, List<Parked> entries) {

  Slice {
    entries = List.copyOf(entries);
  }
}
