package dev.parkade.deadletters.inspection;

import dev.parkade.deadletters.ledger.LeaseEntry;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunStatus;
import dev.parkade.messages.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the ledger says that somebody should know before he goes on.
final class LedgerChecks {

  private static final int SHOWN = 5;

  private LedgerChecks() {}

  static List<Finding> of(Ledger ledger, Collection<String> topics, Instant now) {
    List<Finding> found = new ArrayList<>();
    found.addAll(leases(ledger.leases(), topics, now));
    Set<String> busy =
        ledger.leases().stream()
            .filter(lease -> lease.isLive(now))
            .map(LeaseEntry::topic)
            .collect(Collectors.toSet());
    found.addAll(runs(ledger.runs(), topics, busy));
    if (ledger.unreadable() > 0) {
      found.add(
          Finding.warning(
              Topics.DLQ_LEDGER.name(),
              "%d entries cannot be read, as %s; their letters may look open"
                  .formatted(ledger.unreadable(), ledger.unreadableExamples()),
              "find out who else writes there, and take the right away"));
    }
    return found;
  }

  static List<Finding> leases(
      Collection<LeaseEntry> leases, Collection<String> topics, Instant now) {
    return leases.stream()
        .filter(lease -> topics.contains(lease.topic()) && lease.isLive(now))
        .map(
            lease ->
                Finding.warning(
                    lease.topic(),
                    "%s on %s is at work on it since %s, last heard of at %s"
                        .formatted(lease.who(), lease.host(), lease.since(), lease.alive()),
                    "wait for the end, or until %s; --take-over insists"
                        .formatted(lease.expires())))
        .toList();
  }

  static List<Finding> runs(
      Collection<RunEntry> runs, Collection<String> topics, Set<String> busy) {
    return runs.stream()
        .filter(run -> run.status() == RunStatus.RUNNING)
        .filter(run -> topics.contains(run.topic()) && !busy.contains(run.topic()))
        .limit(SHOWN)
        .map(
            run ->
                Finding.warning(
                    run.topic(),
                    "run %s of %s ended without a word after %d of %d"
                        .formatted(run.id(), run.who(), run.done(), run.total()),
                    "give its plan to replay again: it goes on where it was"))
        .toList();
  }
}
