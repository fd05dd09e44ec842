package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Claim;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.plan.Cluster;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.Review;
import dev.parkade.messages.envelope.Ids;
import java.time.Clock;

/// Carries out plans: every dead letter of a plan is sent once, whatever dies at whichever
/// moment, in the order of its origin, and no faster than its service can take it.
/// Replaying the same plan again goes on where it stopped.
public final class Replayer {

  private final KafkaAccess kafka;
  private final Clock clock;
  private final Ids ids;
  private final boolean givesWay;

  /// For people.
  public Replayer(KafkaAccess kafka, Clock clock, Ids ids) {
    this(kafka, clock, ids, false);
  }

  private Replayer(KafkaAccess kafka, Clock clock, Ids ids, boolean givesWay) {
    this.kafka = kafka;
    this.clock = clock;
    this.ids = ids;
    this.givesWay = givesWay;
  }

  /// For what runs by itself: whoever begins at the same moment comes first.
  public static Replayer givingWay(KafkaAccess kafka, Clock clock, Ids ids) {
    return new Replayer(kafka, clock, ids, true);
  }

  /// Carries out a plan, or goes on with it.
  ///
  /// @param operator who does it, which need not be who planned it
  /// @param stop asks it to stop after the transaction in hand
  /// @throws dev.parkade.deadletters.ledger.LedgerFailure if somebody else is at it or took
  ///     over, or a transaction could not be committed; the same plan goes on
  /// @throws dev.parkade.deadletters.transform.TransformFailed if the transformation broke
  ///     down
  public ReplayResult replay(
      Plan plan,
      ReplaySettings settings,
      Operator operator,
      StopSignal stop,
      ReplayListener listener) {
    String here = Cluster.id(kafka);
    if (!here.equals(plan.cluster())) {
      return new ReplayResult.OtherCluster(plan.cluster(), here);
    }
    if (plan.topics().isEmpty()) {
      return new ReplayResult.Finished(0, 0, 0, OutcomeCounts.NONE);
    }
    // the fences first, and only then what the ledger says: what is done by then is all there is
    try (var sessions =
        Sessions.open(kafka, plan.topics(), operator, claim(settings), clock, ids)) {
      var fates = sessions.fates(kafka, plan.selection());
      Review.Result review = Review.of(kafka, plan, fates, sessions::runOf);
      if (review.newer().letters() > 0) {
        listener.newer(review.newer());
      }
      if (review.staleness().isStale()) {
        return new ReplayResult.Stale(review.staleness());
      }
      var runs = new Runs(plan, sessions, operator, clock);
      try (var execution =
          new Execution(kafka, plan, settings, stop, listener, sessions, runs, review)) {
        return execution.run();
      }
    }
  }

  private Claim claim(ReplaySettings settings) {
    if (givesWay) {
      return Claim.GIVING_WAY;
    }
    return settings.takeOver() ? Claim.TAKE_OVER : Claim.IF_FREE;
  }
}
