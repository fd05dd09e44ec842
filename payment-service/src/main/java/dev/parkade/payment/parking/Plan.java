package dev.parkade.payment.parking;

import java.util.List;

/// What a poll is going to do, before anything is done.
///
/// @param chains commands to decide; each chain is one customer's, in order
/// @param parks commands to park, in log order
/// @param repeats commands that wait already and came again
/// @param overflow commands of customers who have too many waiting already
record Plan(
    List<List<Step>> chains, List<Park> parks, List<Parked> repeats, List<Command> overflow) {

  /// A command that has to wait.
  record Park(Command command, WaitReason reason) {}
}
