package dev.parkade.payment.parking;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.payment.charging.Verdict;
import dev.parkade.runtime.replay.Replay;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of the replayed dead letters of a poll, each said once. A command that is no replay
/// leaves nothing here, and neither does one that becomes a dead letter again: the new dead letter
/// tells it.
final class Endings {

  /// @param cause the message that brought it about
  record Ending(Replay replay, Message<?> cause, ReplayOutcome outcome, String detail) {}

  private final Map<Replay, Ending> endings = new LinkedHashMap<>(0);

  /// It was decided, now or earlier.
  void decided(Command command, Verdict.Settled done) {
    Replay replay = command.replay();
    if (replay != null) {
      add(new Ending(replay, command.message(), done.outcome(), detail(done.reply())));
    }
  }

  /// A parked charge that will never happen, because its order was refunded. The replay of a dead
  /// letter that holds its customer back has ended already.
  void refunded(Parked charge, Command refund) {
    Replay replay = charge.pointer().replay();
    if (replay != null && !charge.isBlock()) {
      add(new Ending(replay, refund.message(), ReplayOutcome.REFUSED, "REFUNDED_WHILE_PARKED"));
    }
  }

  /// A charge that will never happen, because the refund of its order came with it.
  void undone(Command charge) {
    Replay replay = charge.replay();
    if (replay != null) {
      String detail = "REFUNDED_IN_THE_SAME_POLL";
      add(new Ending(replay, charge.message(), ReplayOutcome.REFUSED, detail));
    }
  }

  /// A copy of a command that waits already. It was told again that it waits, and what is decided
  /// later is decided about the one that waits: which may be this very replay, read twice.
  void waits(Command copy, @Nullable Replay waiting) {
    Replay replay = copy.replay();
    if (replay != null && !replay.equals(waiting)) {
      add(new Ending(replay, copy.message(), ReplayOutcome.DUPLICATE, "PARKED_ALREADY"));
    }
  }

  Collection<Ending> all() {
    return endings.values();
  }

  private void add(Ending ending) {
    endings.putIfAbsent(ending.replay(), ending);
  }

  private static String detail(PaymentReply reply) {
    return switch (reply) {
      case PaymentCharged _ -> "CHARGED";
      case PaymentRefused refused -> refused.reason() + ": " + refused.detail();
      case PaymentRefunded refunded -> refunded.moneyWasReturned() ? "REFUNDED" : "NOTHING_TAKEN";
      case PaymentWaiting waiting -> waiting.reason();
    };
  }
}
