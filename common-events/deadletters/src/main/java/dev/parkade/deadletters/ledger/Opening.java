package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.kafka.KafkaAccess;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/// Begins a session: looks at the lease, gives way if it is to, puts up the fence, reads the
/// rest of the ledger, signs, and clears away what is about letters that retention has removed.
final class Opening {

  /// A large backlog is cleared away by several sessions: none must take minutes to begin.
  static final int MOST_TO_BURY = 10_000;

  private static final int BURIED_AT_ONCE = 1_000;

  private final KafkaAccess kafka;
  private final Session session;
  private final Timing timing;

  Opening(KafkaAccess kafka, Session session, Timing timing) {
    this.kafka = kafka;
    this.session = session;
    this.timing = timing;
  }

  LedgerWriter open(Claim claim) {
    Ledger ledger = Ledger.read(kafka, List.of(session.topic()));
    try {
      mustBeUsable(ledger);
      switch (claim) {
        case TAKE_OVER -> {}
        case IF_FREE -> mustBeFree(ledger);
        case GIVING_WAY -> new Courtesy(kafka, session, timing).giveWay(ledger, this::mustBeFree);
      }
      Producer<byte[], byte[]> producer = kafka.producer("parkade-dlq-" + session.topic());
      try {
        return signed(ledger, producer);
      } catch (RuntimeException e) {
        producer.close();
        throw e;
      }
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  private LedgerWriter signed(Ledger ledger, Producer<byte[], byte[]> producer) {
    try {
      producer.initTransactions();
    } catch (AuthorizationException e) {
      throw new LedgerFailure.Unusable(
          "the broker does not allow the transactional id parkade-dlq-%s (%s); give the user the"
                  .formatted(session.topic(), e.getMessage())
              + " right to write and describe it",
          e);
    }
    // only now: nobody else can add anything any more
    ledger.readTo(ends(kafka, ledger));
    mustBeUnderstood(ledger);
    var writer = new LedgerWriter(session, ledger, producer, timing);
    writer.sign(
        batch -> {
          batch.put(session.lease());
          ledger.runs().stream()
              .filter(run -> run.status() == RunStatus.RUNNING)
              .forEach(run -> batch.put(orphaned(run)));
        });
    bury(ledger, writer);
    return writer;
  }

  private RunEntry orphaned(RunEntry run) {
    return run.interrupted(
        session.clock().instant(),
        "its session ended without saying so, before that of " + session.operator().who(),
        run.outcomes());
  }

  private void bury(Ledger ledger, LedgerWriter writer) {
    var partitions = ledger.consumer().partitionsFor(session.topic());
    if (partitions == null) {
      return;
    }
    Map<TopicPartition, Long> starts =
        ledger
            .consumer()
            .beginningOffsets(
                partitions.stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList());
    List<String> keys = ledger.view().outlived(starts, MOST_TO_BURY);
    for (int from = 0; from < keys.size(); from += BURIED_AT_ONCE) {
      List<String> some = keys.subList(from, Math.min(keys.size(), from + BURIED_AT_ONCE));
      writer.run(batch -> some.forEach(batch::bury));
    }
  }

  private void mustBeFree(Ledger ledger) {
    Instant now = session.clock().instant();
    ledger
        .view()
        .lease(session.topic())
        .filter(lease -> lease.isLive(now) && !lease.session().equals(session.id()))
        .ifPresent(
            lease -> {
              throw new LedgerFailure.LeaseHeld(
                  lease,
                  """
                  %s on %s works on %s since %s, with a last sign of life at %s. Wait for the end, \
                  or until the lease expires at %s; --take-over stops the other one."""
                      .formatted(
                          lease.who(),
                          lease.host(),
                          lease.topic(),
                          lease.since(),
                          lease.alive(),
                          lease.expires()));
            });
  }

  private static void mustBeUsable(Ledger ledger) {
    var partitions = ledger.consumer().partitionsFor(LedgerTopic.TOPIC.name());
    int wanted = LedgerTopic.TOPIC.partitions();
    if (partitions == null || partitions.isEmpty()) {
      throw new LedgerFailure.Unusable(
          "the topic %s is not there; create it with %d partitions and cleanup.policy=compact"
              .formatted(LedgerTopic.TOPIC, wanted),
          null);
    }
    if (partitions.size() != wanted) {
      throw new LedgerFailure.Unusable(
          "the topic %s has %d partitions and not %d: entries would be missed; make it anew"
              .formatted(LedgerTopic.TOPIC, partitions.size(), wanted),
          null);
    }
    mustBeUnderstood(ledger);
  }

  private static void mustBeUnderstood(Ledger ledger) {
    if (ledger.view().newer() > 0) {
      throw new LedgerFailure.Unusable(
          "%d entries of the ledger were written by a newer release; use that one"
              .formatted(ledger.view().newer()),
          null);
    }
  }

  /// Where the ledger ends, open transactions of others included: an entry of ours may stand behind
  /// one of theirs.
  static Map<TopicPartition, Long> ends(KafkaAccess kafka, Ledger ledger) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    ledger.partitions().forEach(p -> latest.put(p, OffsetSpec.latest()));
    try (Admin admin = kafka.admin()) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin.listOffsets(latest).all().get().forEach((p, info) -> ends.put(p, info.offset()));
      return ends;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the end of the ledger was asked for", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    }
  }
}
