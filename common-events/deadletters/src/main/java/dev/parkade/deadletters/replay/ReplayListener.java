package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.plan.Newer;
import dev.parkade.messages.envelope.Traceparent;
import org.jspecify.annotations.Nullable;

/// Hears how a replay goes, on the thread that replays: it must be quick. All methods may
/// be left out.
public interface ReplayListener {

  /// The plan still holds, and it begins.
  ///
  /// @param left how many it is going to send
  /// @param done how many the plan has sent before
  default void begins(long left, long done) {}

  /// Others that match came after the plan was made; they need one of their own.
  default void newer(Newer newer) {}

  /// The first one was sent, and everything else waits for its end.
  default void canarySent(DeadLetterId id) {}

  default void canaryEnded(DeadLetterId id, LetterState state) {}

  /// After every transaction.
  default void progress(ReplayProgress progress) {}

  /// What is known of the ends of those that were sent, whenever it may have changed.
  default void outcomes(OutcomeCounts counts) {}

  /// Nothing is sent, because something has to happen first.
  ///
  /// @param what for people
  default void waits(String what) {}

  /// The trace in which one is sent: a new one.
  ///
  /// @param topic where to
  /// @param before the trace that it had, to link to; null if it had none
  default Traceparent trace(DeadLetterId id, String topic, @Nullable Traceparent before) {
    return Traceparent.start();
  }

  /// All is sent, and what became of it is waited for.
  default void awaitsOutcomes(long inFlight) {}

  /// One was left out, because no message could be made of it.
  ///
  /// @param why for people
  default void refused(DeadLetterId id, String why) {}
}
