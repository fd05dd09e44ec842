package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.runtime.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A replay, while it runs and after its end, as the instance knows it that carries it out.
///
/// @param id of its plan, and of its run on the ledger
/// @param ended absent while it runs
/// @param total all of the plan
/// @param sent by this replay, and committed
/// @param earlier sent by earlier replays of the same plan
/// @param left not sent yet
/// @param perSecond over the last seconds
/// @param leftOut not sent, because retention has just removed them
/// @param newer match, but came after the plan was made: they need one of their own
/// @param waitingFor what keeps it from sending
/// @param canary the first one
/// @param outcomes what became of those that were sent, as far as it is known
/// @param problem why it ended before its end
@Schema(name = "DeadLetterReplay")
record ReplayView(
    String id,
    ReplayState state,
    boolean cancelling,
    String who,
    String why,
    Instant started,
    @Nullable Instant ended,
    long total,
    long sent,
    long earlier,
    long left,
    double perSecond,
    long leftOut,
    long newer,
    @Nullable String waitingFor,
    @Nullable Canary canary,
    OutcomeCounts outcomes,
    @Nullable Failure problem) {

  /// The one that was sent first.
  @Schema(name = "DeadLetterCanary")
  record Canary(String id, LetterState state) {}

  /// A problem that nobody was waiting for.
  ///
  /// @param type where the page of this kind of problem is
  /// @param code the kind of problem for programs
  /// @param fix what to do
  @Schema(name = "DeadLetterReplayProblem")
  record Failure(String type, String code, String detail, String fix) {

    static Failure of(ProblemException problem) {
      return new Failure(
          problem.type().uri(),
          problem.type().code(),
          String.valueOf(problem.getMessage()),
          problem.type().remedy());
    }
  }
}
