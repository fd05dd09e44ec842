package dev.parkade.cli.dlq;

import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.plan.Plan;
import dev.parkade.deadletters.plan.Staleness;
import dev.parkade.deadletters.replay.ReplayResult;
import dev.parkade.deadletters.showing.Printable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Says how a replay ended, how to go on, and which exit code that is.
record ReplayReport(Terminal terminal, Plan plan, @Nullable Path file) {

  int of(ReplayResult result) {
    return switch (result) {
      case ReplayResult.Finished it -> finished(it);
      case ReplayResult.Stale it -> stale(it.staleness());
      case ReplayResult.CanaryFailed it -> canaryFailed(it);
      case ReplayResult.Interrupted it -> {
        terminal.print("sent %,d, left %,d".formatted(it.sent(), it.left()));
        terminal.say("interrupted between two transactions; " + goOn());
        yield ExitCode.INTERRUPTED;
      }
      case ReplayResult.HeldUp it -> {
        terminal.print("sent %,d, left %,d".formatted(it.sent(), it.left()));
        terminal.say("gave up waiting: " + Printable.line(it.waitedFor()) + "; " + goOn());
        yield ExitCode.PARTIAL;
      }
      case ReplayResult.OtherCluster it -> {
        terminal.say(
            "parkade: the plan is about the cluster %s, and this is %s: nothing was sent"
                .formatted(Printable.line(it.planned()), it.here()));
        terminal.say(
            "  fix: choose the plan's cluster (--profile, --bootstrap-servers), or plan here");
        yield ExitCode.REFUSED;
      }
    };
  }

  private int finished(ReplayResult.Finished it) {
    OutcomeCounts outcomes = it.outcomes();
    terminal.print(
        "sent %,d%s: handled %,d, duplicate %,d, refused %,d, failed again %,d, in flight %,d"
            .formatted(
                it.sent(),
                it.earlier() == 0 ? "" : " (and %,d before)".formatted(it.earlier()),
                outcomes.handled(),
                outcomes.duplicate(),
                outcomes.refused(),
                outcomes.failedAgain(),
                outcomes.inFlight()));
    if (it.refused() > 0) {
      terminal.say("%,d were left out by the transformation".formatted(it.refused()));
    }
    terminal.say("parkade dlq status %s says what becomes of them".formatted(plan.id()));
    return outcomes.allWell() && it.refused() == 0 ? ExitCode.OK : ExitCode.PARTIAL;
  }

  private int stale(Staleness staleness) {
    terminal.say("parkade: the plan does not hold any more, nothing was sent:");
    staleness
        .differences()
        .forEach(
            it ->
                terminal.say(
                    "  %,d %s: %s, such as %s"
                        .formatted(
                            it.letters(),
                            it.change().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                            Printable.line(it.detail()),
                            it.samples())));
    terminal.say("  fix: plan again with parkade dlq plan");
    return ExitCode.REFUSED;
  }

  private int canaryFailed(ReplayResult.CanaryFailed it) {
    terminal.print("sent 1, left %,d".formatted(it.left()));
    terminal.say(
        it.state() == LetterState.FAILED_AGAIN
            ? "parkade: %s failed again, so the others were not sent".formatted(it.canary())
            : "parkade: nothing was heard of %s, so the others were not sent"
                .formatted(it.canary()));
    terminal.say(
        "  fix: look why (parkade dlq ls --header parkade_replay_of=%s), then plan again; or"
                .formatted(it.canary())
            + " --canary-timeout, --no-canary");
    return ExitCode.PARTIAL;
  }

  private String goOn() {
    return file == null
        ? "the same command plans what is left, and goes on"
        : "to go on: parkade dlq replay " + file;
  }
}
