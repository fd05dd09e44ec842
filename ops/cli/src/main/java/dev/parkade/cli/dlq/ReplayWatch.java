package dev.parkade.cli.dlq;

import dev.parkade.cli.terminal.ProgressBar;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.plan.Newer;
import dev.parkade.deadletters.replay.ReplayListener;
import dev.parkade.deadletters.replay.ReplayProgress;
import dev.parkade.deadletters.showing.Printable;
import java.util.Locale;

/// Says on standard error how a replay goes.
final class ReplayWatch implements ReplayListener, AutoCloseable {
  private final ProgressBar progress;

  ReplayWatch(Terminal terminal) {
    this.progress = new ProgressBar(terminal, "replaying");
  }

  @Override
  public void begins(long left, long done) {
    progress.total(left + done);
    progress.done(done);
    if (done > 0) {
      progress.say("%,d were sent before, %,d are left".formatted(done, left));
    }
  }

  @Override
  public void newer(Newer newer) {
    if (newer.letters() > 0) {
      progress.say(
          "%,d more came after the plan was made and are not part of it, such as %s"
              .formatted(newer.letters(), newer.samples()));
    }
  }

  @Override
  public void canarySent(DeadLetterId id) {
    progress.say("%s was sent first; waiting for its outcome".formatted(id));
  }

  @Override
  public void canaryEnded(DeadLetterId id, LetterState state) {
    progress.say("%s: %s".formatted(id, state.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
  }

  @Override
  public void progress(ReplayProgress now) {
    progress.total(now.total());
    progress.done(now.done());
  }

  @Override
  public void waits(String what) {
    progress.say("waiting: " + Printable.line(what));
  }

  @Override
  public void awaitsOutcomes(long inFlight) {
    progress.say("all sent; waiting for the outcomes of %,d".formatted(inFlight));
  }

  @Override
  public void refused(DeadLetterId id, String why) {
    progress.say("%s was left out: %s".formatted(id, Printable.line(why)));
  }

  @Override
  public void close() {
    progress.close();
  }
}
