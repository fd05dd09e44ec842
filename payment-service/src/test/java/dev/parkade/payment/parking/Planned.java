package dev.parkade.payment.parking;

import java.util.List;
import java.util.stream.Stream;

/// What a plan of the gate decides, for tests to look at.
final class Planned {

  private Planned() {}

  static List<Command> decided(Plan plan) {
    return steps(plan)
        .map(
            step ->
                switch (step) {
                  case Step.Fresh fresh -> fresh.command();
                  case Step.Released released -> released.entry().command();
                })
        .toList();
  }

  static List<Parked> cancels(Plan plan) {
    return steps(plan)
        .flatMap(step -> step instanceof Step.Fresh f ? f.cancels().stream() : null)
        .toList();
  }

  static List<Boolean> waits(Plan plan) {
    return steps(plan).map(step -> step instanceof Step.Fresh fresh && fresh.waits()).toList();
  }

  private static Stream<Step> steps(Plan plan) {
    return plan.chains().stream().flatMap(List::stream);
  }
}
