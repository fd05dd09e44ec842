package dev.parkade.order.execution;

import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.Transition;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.replay.Replay;
import dev.parkade.runtime.replay.ReplayedMessages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Says what became of the answers that are replayed dead letters.
@Component
class ReplayedReplies {

  /// What it was, and the decision's name.
  record Ending(ReplayOutcome outcome, String detail) {}

  private final ReplayedMessages replayed;

  ReplayedReplies(ReplayedMessages replayed) {
    this.replayed = replayed;
  }

  /// What is to be said about the answers of a poll.
  ///
  /// @param transitions one for each answer
  List<Outgoing> news(List<Incoming> answers, List<Transition> transitions) {
    List<Outgoing> news = new ArrayList<>(0);
    for (int i = 0; i < answers.size(); i++) {
      Replay replay = Replay.of(answers.get(i).record().headers());
      Ending ending = replay == null ? null : ending(transitions.get(i));
      if (replay != null && ending != null) {
        news.add(
            replayed.settled(replay, answers.get(i).message(), ending.outcome(), ending.detail()));
      }
    }
    return news;
  }

  /// What a transition means for a replayed answer; null if it has no end yet, because it becomes a
  /// dead letter again.
  static @Nullable Ending ending(Transition transition) {
    return switch (transition) {
      case Transition.Moved moved -> new Ending(ReplayOutcome.HANDLED, moved.detail());
      case Transition.Unmoved(var reason) -> new Ending(outcome(reason), reason.name());
      case Transition.Refused(var reason) -> new Ending(ReplayOutcome.REFUSED, reason.name());
      case Transition.OtherVersion _ -> null;
    };
  }

  private static ReplayOutcome outcome(Ignored reason) {
    return switch (reason) {
      case DUPLICATE -> ReplayOutcome.DUPLICATE;
      case NOT_ASKED,
          CONTRADICTS,
          ALREADY_UNDONE,
          OUT_OF_TURN,
          NOT_WAITING,
          STALE_TIMER,
          ALREADY_CANCELLING,
          UNKNOWN_ORDER ->
          ReplayOutcome.REFUSED;
    };
  }
}
