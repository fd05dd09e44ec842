package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.route.Refusal;
import dev.parkade.deadletters.route.Route;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.deadletters.selection.Readiness;
import dev.parkade.deadletters.selection.ReadyState;
import dev.parkade.messages.deadletter.DeadLetterReason;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides which of the selected dead letters may go.
final class Judge {

  /// What is decided about one.
  sealed interface Verdict {}

  /// @param replay the how many-th replay it is going to be
  record Send(Route.To to, int replay) implements Verdict {}

  record Refuse(Refusal refusal) implements Verdict {}

  /// Nothing but another message or another program helps against these.
  private static final Set<String> POISON =
      Stream.of(
              DeadLetterReason.NULL_KEY,
              DeadLetterReason.MALFORMED_KEY,
              DeadLetterReason.NULL_PAYLOAD,
              DeadLetterReason.MISSING_HEADER,
              DeadLetterReason.MALFORMED_HEADER,
              DeadLetterReason.UNEXPECTED_TYPE,
              DeadLetterReason.MALFORMED_PAYLOAD,
              DeadLetterReason.OVERSIZED_PAYLOAD,
              DeadLetterReason.WRONG_KEY,
              DeadLetterReason.WRONG_CORRELATION)
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  private final PlanOptions options;
  private final Routes routes;
  private final Fates fates;
  private final Readiness readiness;

  Judge(PlanOptions options, Fates fates, Readiness readiness) {
    this.options = options;
    this.routes = options.toOrigin() ? Routes.toOrigin() : Routes.toService();
    this.fates = fates;
    this.readiness = readiness;
  }

  Verdict of(DeadLetter letter) {
    return switch (routes.of(letter)) {
      case Route.Refused(Refusal refusal) -> new Refuse(refusal);
      case Route.To to -> of(letter, to);
    };
  }

  private Verdict of(DeadLetter letter, Route.To to) {
    String reason = letter.reason();
    if (!options.poison() && POISON.contains(reason)) {
      return new Refuse(Refusal.POISON);
    }
    if (!options.notReady()
        && reason.equals(DeadLetterReason.CUSTOMER_NEVER_ARRIVED.name())
        && readiness.of(letter) == ReadyState.CUSTOMER_UNKNOWN) {
      return new Refuse(Refusal.CUSTOMER_UNKNOWN);
    }
    int replays = Math.max(letter.replays(), fates.replaysOf(letter.id()));
    return replays >= options.maxReplays()
        ? new Refuse(Refusal.TOO_MANY_REPLAYS)
        : new Send(to, replays + 1);
  }
}
