package dev.parkade.payment.parking;

import dev.parkade.payment.charging.Task;
import java.util.List;

/// What a poll is going to do, before anything is done.
///
/// @param chains commands to decide; each chain is one customer's, in order
/// @param parks commands to park, in log order
/// @param repeats commands that wait already and came again
/// @param overflow commands of customers who have too many waiting already
record Plan(
    List<List<Step>> chains, List<Park> parks, List<Parked> repeats, List<Command> overflow) {

  /// What is to be decided; each list is one customer's, in order.
  List<List<Task>> tasks() {
    return chains.stream().map(chain -> chain.stream().map(Step::task).toList()).toList();
  }

  /// A command that has to wait.
  record Park(Command command, WaitReason reason) {}
}
