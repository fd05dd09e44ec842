package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.plan.Newer;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.replay.ReplayListener;
import dev.parkade.deadletters.replay.ReplayProgress;
import dev.parkade.deadletters.replay.ReplayResult;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.runtime.problem.ProblemException;
import dev.parkade.runtime.tracing.Spans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A replay and how it goes: written by the thread that carries it out, read by requests.
final class RunningReplay implements ReplayListener {

  private final Plan plan;
  private final Author author;
  private final Spans spans;
  private final Clock clock;
  private final Instant started;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private ReplayState state = ReplayState.STARTING;
  private @Nullable Instant ended;
  private long total;
  private long earlier;
  private long done;
  private double perSecond;
  private long leftOut;
  private long newer;
  private @Nullable String waitingFor;
  private ReplayView.@Nullable Canary canary;
  private OutcomeCounts outcomes = OutcomeCounts.NONE;
  private @Nullable ProblemException problem;
  private boolean hasBegun;

  RunningReplay(Plan plan, Author author, Spans spans, Clock clock) {
    this.plan = plan;
    this.author = author;
    this.spans = spans;
    this.clock = clock;
    this.started = clock.instant();
    this.total = plan.counts().replayed();
  }

  String id() {
    return plan.id();
  }

  Plan plan() {
    return plan;
  }

  Author author() {
    return author;
  }

  StopSignal stop() {
    return stop;
  }

  /// Waits until the plan is known to hold, or it is over.
  void awaitBeginning(Duration limit) throws InterruptedException {
    var unused = begun.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// @return whether it is over within that time
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized boolean isOver() {
    return state.isOver();
  }

  /// Why nothing was done at all; null if something was, or may be yet.
  synchronized @Nullable ProblemException refusal() {
    return hasBegun ? null : problem;
  }

  synchronized ReplayView view() {
    return new ReplayView(
        plan.id(),
        state,
        stop.isSet() && !state.isOver(),
        author.operator().who(),
        author.why().text(),
        started,
        ended,
        total,
        done - earlier,
        earlier,
        total - done - leftOut,
        perSecond,
        leftOut,
        newer,
        waitingFor,
        canary,
        outcomes,
        problem == null ? null : ReplayView.Failure.of(problem));
  }

  @Override
  public Traceparent trace(DeadLetterId id, String to, @Nullable Traceparent before) {
    return spans.replaying(id.text(), to, before);
  }

  @Override
  public synchronized void begins(long left, long sentBefore) {
    total = left + sentBefore;
    earlier = sentBefore;
    done = sentBefore;
    state = ReplayState.SENDING;
    hasBegun = true;
    begun.countDown();
  }

  @Override
  public synchronized void newer(Newer others) {
    newer = others.letters();
  }

  @Override
  public synchronized void canarySent(DeadLetterId id) {
    state = ReplayState.CANARY;
    canary = new ReplayView.Canary(id.text(), LetterState.REPLAYED);
  }

  @Override
  public synchronized void canaryEnded(DeadLetterId id, LetterState end) {
    state = ReplayState.SENDING;
    canary = new ReplayView.Canary(id.text(), end);
  }

  @Override
  public synchronized void progress(ReplayProgress progress) {
    state = ReplayState.SENDING;
    waitingFor = null;
    done = progress.done();
    perSecond = progress.perSecond();
  }

  @Override
  public synchronized void outcomes(OutcomeCounts counts) {
    outcomes = counts;
  }

  @Override
  public synchronized void waits(String what) {
    state = ReplayState.WAITING;
    waitingFor = what;
  }

  @Override
  public synchronized void awaitsOutcomes(long inFlight) {
    state = ReplayState.AWAITING_OUTCOMES;
    waitingFor = inFlight + " have not come to their end yet";
  }

  @Override
  public synchronized void refused(DeadLetterId id, String why) {
    leftOut++;
  }

  void ends(ReplayResult result) {
    switch (result) {
      case ReplayResult.Finished finished -> finished(finished);
      case ReplayResult.Interrupted _ -> over(ReplayState.CANCELLED, null);
      case ReplayResult.Stale stale -> fails(EngineFailures.stale(id(), stale.staleness()));
      case ReplayResult.OtherCluster other ->
          fails(
              new ProblemException(
                  WriteProblems.PLAN_FOREIGN,
                  "plan %s is about the cluster %s, and this is %s"
                      .formatted(id(), other.planned(), other.here()),
                  Map.of("plan", id(), "cluster", other.here())));
      case ReplayResult.CanaryFailed failed ->
          fails(
              new ProblemException(
                  WriteProblems.CANARY_FAILED,
                  "%s %s, so the other %d were not sent"
                      .formatted(
                          failed.canary(),
                          failed.state() == LetterState.FAILED_AGAIN
                              ? "failed again"
                              : "has no outcome yet",
                          failed.left())));
      case ReplayResult.HeldUp held ->
          fails(
              new ProblemException(
                  WriteProblems.SERVICE_HELD_UP,
                  "gave up waiting, with %d sent and %d left: %s"
                      .formatted(held.sent(), held.left(), held.waitedFor())));
    }
  }

  void fails(ProblemException why) {
    over(ReplayState.FAILED, why);
  }

  private synchronized void finished(ReplayResult.Finished result) {
    outcomes = result.outcomes();
    leftOut = result.refused();
    done = result.sent() + result.earlier();
    over(ReplayState.FINISHED, null);
  }

  private synchronized void over(ReplayState how, @Nullable ProblemException why) {
    state = how;
    problem = why;
    ended = clock.instant();
    waitingFor = null;
    perSecond = 0;
    begun.countDown();
    over.countDown();
  }
}
