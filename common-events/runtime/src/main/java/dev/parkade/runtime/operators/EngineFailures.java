package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.LeaseEntry;
import dev.parkade.deadletters.ledger.LedgerFailure;
import dev.parkade.deadletters.plan.Staleness;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/// Says to those who ask over REST what the engine says.
final class EngineFailures {

  private static final Duration SOON = Duration.ofSeconds(5);

  private EngineFailures() {}

  /// The problem that an exception is. What nobody foresaw is none, and thrown as it is.
  static ProblemException of(RuntimeException thrown) {
    return switch (thrown) {
      case ProblemException problem -> problem;
      case LedgerFailure.LeaseHeld held -> held(held.lease());
      case LedgerFailure.Fenced fenced ->
          new ProblemException(WriteProblems.FENCED, message(fenced));
      case LedgerFailure.Aborted aborted ->
          new ProblemException(WriteProblems.ABORTED, message(aborted), Map.of(), SOON);
      case LedgerFailure.OutcomeUnknown unclear ->
          new ProblemException(WriteProblems.OUTCOME_UNKNOWN, message(unclear), Map.of(), SOON);
      case LedgerFailure.Unusable unusable ->
          new ProblemException(WriteProblems.LEDGER_UNUSABLE, message(unusable));
      case KafkaException away -> DeskProblems.brokerAway(message(away));
      default -> throw thrown;
    };
  }

  private static ProblemException held(LeaseEntry lease) {
    return new ProblemException(
        WriteProblems.LEASE_HELD,
        "%s on %s works on %s since %s, with a last sign of life at %s"
            .formatted(lease.who(), lease.host(), lease.topic(), lease.since(), lease.alive()),
        Map.of(
            "holder",
            lease.who(),
            "host",
            lease.host(),
            "since",
            lease.since(),
            "expires",
            lease.expires()),
        SOON);
  }

  static ProblemException stale(String plan, Staleness staleness) {
    return new ProblemException(
        WriteProblems.PLAN_STALE,
        "plan %s does not hold any more: %s"
            .formatted(
                plan,
                staleness.differences().stream()
                    .map(
                        it ->
                            "%d %s, such as %s".formatted(it.letters(), it.detail(), it.samples()))
                    .collect(Collectors.joining("; "))),
        Map.of("plan", plan, "differences", staleness.differences()));
  }

  /// For what a filter says.
  static ProblemException filter(IllegalArgumentException wrong) {
    String said = String.valueOf(wrong.getMessage());
    return new ProblemException(
        CommonProblems.INVALID_FIELD,
        said,
        Map.of("errors", List.of(Map.of("pointer", "/filter", "detail", said))));
  }

  private static String message(RuntimeException thrown) {
    return String.valueOf(thrown.getMessage());
  }
}
