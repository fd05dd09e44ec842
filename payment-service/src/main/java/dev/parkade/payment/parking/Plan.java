package dev.parkade.payment.parking;

import dev.parkade.payment.charging.Task;
import dev.parkade.runtime.replay.Replay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a poll is going to do, before anything is done.
///
/// @param chains commands to decide; each chain is one customer's, in order
/// @param parks commands to park, in log order
/// @param repeats commands that wait already and came again
/// @param copies what came again of commands that wait, or are about to
/// @param withdrawn commands that were about to be parked when the refund of their order came
/// @param overflow commands of customers who have too many waiting already
record Plan(
    List<List<Step>> chains,
    List<Park> parks,
    List<Parked> repeats,
    List<Copy> copies,
    List<Command> withdrawn,
    List<Command> overflow) {

  /// What is to be decided; each list is one customer's, in order.
  List<List<Task>> tasks() {
    return chains.stream().map(chain -> chain.stream().map(Step::task).toList()).toList();
  }

  /// A copy of a command that waits.
  ///
  /// @param waiting which replay the one that waits is; null if it is none
  record Copy(Command command, @Nullable Replay waiting) {}

  /// A command that has to wait.
  record Park(Command command, WaitReason reason) {}
}
