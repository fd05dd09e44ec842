package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.plan.Staleness;

/// How a replay ended. A session that somebody holds, or that was taken over, is no result
/// but a [dev.parkade.deadletters.ledger.LedgerFailure].
public sealed interface ReplayResult {

  /// All of the plan was sent.
  ///
  /// @param sent now
  /// @param earlier by earlier runs of the plan
  /// @param refused left out, because the transformation made no message of them
  /// @param outcomes of those that were sent now, as known when it ended
  record Finished(long sent, long earlier, long refused, OutcomeCounts outcomes)
      implements ReplayResult {}

  /// The plan does not hold any more; nothing was sent.
  record Stale(Staleness staleness) implements ReplayResult {}

  /// The first one failed again, or nothing was heard of it; nothing more was sent.
  ///
  /// @param state FAILED_AGAIN, or REPLAYED if nothing was heard
  /// @param left how many were not sent
  record CanaryFailed(DeadLetterId canary, LetterState state, long left) implements ReplayResult {}

  /// It was asked to stop, and did so between two transactions.
  ///
  /// @param left how many were not sent
  record Interrupted(long sent, long left) implements ReplayResult {}

  /// The service did not get on for too long.
  ///
  /// @param waitedFor for people
  record HeldUp(long sent, long left, String waitedFor) implements ReplayResult {}

  /// The plan is about another cluster; nothing was sent.
  record OtherCluster(String planned, String here) implements ReplayResult {}
}
