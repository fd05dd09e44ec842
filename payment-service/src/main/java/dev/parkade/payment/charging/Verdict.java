package dev.parkade.payment.charging;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.payment.PaymentReply;
import org.jspecify.annotations.Nullable;

/// What became of a [Task].
public sealed interface Verdict {

  /// Decided, now or earlier.
  ///
  /// @param change what to store; null if nothing changes
  /// @param outcome what it means if the command is a replayed dead letter
  record Settled(@Nullable Change change, PaymentReply reply, ReplayOutcome outcome)
      implements Verdict {}

  /// The provider gave no definite answer. To be tried again, with the customer's later commands
  /// behind it.
  ///
  /// @param ifGivenUp what to store if it is not tried again, so that a later refund asks the
  ///     provider; null if nothing needs to be
  record Unsettled(Obstacle obstacle, String detail, @Nullable Change ifGivenUp)
      implements Verdict {

    public Unsettled(Obstacle obstacle, String detail) {
      this(obstacle, detail, null);
    }
  }

  /// What kept the provider from a definite answer.
  enum Obstacle {
    /// It certainly did not take the request.
    UNAVAILABLE,
    /// It may have done what was asked.
    AMBIGUOUS,
    /// It declined a refund, which nobody may give up without having looked at it.
    REFUND_DECLINED
  }

  /// The provider was not asked, because its circuit is open.
  record NotAsked(String detail) implements Verdict {}

  /// Not looked at, because an earlier command of the same customer is not settled.
  record Behind() implements Verdict {}
}
