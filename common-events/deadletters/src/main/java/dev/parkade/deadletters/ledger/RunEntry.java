package dev.parkade.deadletters.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One use of the tool that changes something: who, when and why, how far it came and what became
/// of it. Stays on the ledger for ever: it is the audit log. It is about one dead-letter topic; who
/// deals with several has several runs, with ids of their own.
///
/// @param topic the dead-letter topic
/// @param host the machine it ran on
/// @param plan id of the plan that it carries out; null if there is none
/// @param filter the selection in words; null if there is none
/// @param counts how many letters per reason it set out to deal with
/// @param total how many it set out to deal with
/// @param done how many it has dealt with
/// @param ended when it finished or was interrupted; null while it runs
/// @param detail where and why it stopped; null if nothing is to be said
/// @param outcomes how many letters came to which end, as known when it ended
public record RunEntry(
    String id,
    String topic,
    RunKind kind,
    String who,
    String why,
    String host,
    Instant started,
    @Nullable String plan,
    @Nullable String filter,
    Map<String, Long> counts,
    long total,
    long done,
    RunStatus status,
    @Nullable Instant ended,
    @Nullable String detail,
    Map<String, Long> outcomes)
    implements LedgerEntry {

  static final String PREFIX = "run:";

  public RunEntry {
    Stream.of(id, topic, kind, who, why, host, started, status).forEach(Objects::requireNonNull);
    counts = Map.copyOf(counts);
    outcomes = Map.copyOf(outcomes);
  }

  /// The same run, further on.
  public RunEntry progressed(long nowDone) {
    return new RunEntry(
        id, topic, kind, who, why, host, started, plan, filter, counts, total, nowDone, status,
        ended, detail, outcomes);
  }

  /// The same run at its end.
  public RunEntry finished(Instant at, Map<String, Long> knownOutcomes) {
    return ended(RunStatus.FINISHED, at, null, knownOutcomes);
  }

  /// The same run, stopped before its end.
  public RunEntry interrupted(Instant at, String why, Map<String, Long> knownOutcomes) {
    return ended(RunStatus.INTERRUPTED, at, why, knownOutcomes);
  }

  @Override
  public String key() {
    return PREFIX + id;
  }

  private RunEntry ended(
      RunStatus how, Instant at, @Nullable String said, Map<String, Long> knownOutcomes) {
    return new RunEntry(
        id,
        topic,
        kind,
        who,
        why,
        host,
        started,
        plan,
        filter,
        counts,
        total,
        done,
        how,
        at,
        said,
        knownOutcomes);
  }
}
