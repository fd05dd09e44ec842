package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.kafka.KafkaAccess;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;

/// Lets people go first. A fence cannot be put up on condition that nobody else has just done
/// so, so what runs by itself says on the ledger that it comes, under a transactional id of its
/// own that fences nobody, and waits: who comes later sees its lease, and who had looked before
/// has signed by then. It gives way as soon as somebody signs.
final class Courtesy {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final KafkaAccess kafka;
  private final Session session;
  private final Timing timing;

  Courtesy(KafkaAccess kafka, Session session, Timing timing) {
    this.kafka = kafka;
    this.session = session;
    this.timing = timing;
  }

  /// Returns when nobody else wants to begin.
  ///
  /// @param mustBeFree throws if the ledger knows a live lease of somebody else
  /// @throws LedgerFailure.LeaseHeld if somebody else was there, or has come
  void giveWay(Ledger ledger, Consumer<Ledger> mustBeFree) {
    do {
      mustBeFree.accept(ledger);
      announce(ledger);
      await(ledger, mustBeFree);
      ledger.readTo(Opening.ends(kafka, ledger));
      mustBeFree.accept(ledger);
      // somebody who has come and gone is followed by others who saw that nobody was there
    } while (!isOurs(ledger));
  }

  private void announce(Ledger ledger) {
    String id = "parkade-dlq-announced-" + session.topic();
    Producer<byte[], byte[]> producer = kafka.producer(id);
    try (var announcing = new Transactions(session, ledger, producer, timing.patience())) {
      producer.initTransactions();
      var unused = announcing.run(batch -> batch.put(session.lease()));
    }
  }

  private void await(Ledger ledger, Consumer<Ledger> mustBeFree) {
    long deadline = System.nanoTime() + timing.courtesy().toNanos();
    while (System.nanoTime() < deadline) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptException("interrupted while it gave way to others");
      }
      LockSupport.parkNanos(PAUSE);
      ledger.poll();
      mustBeFree.accept(ledger);
    }
  }

  private boolean isOurs(Ledger ledger) {
    Optional<LeaseEntry> lease = ledger.view().lease(session.topic());
    return lease.isPresent() && lease.get().session().equals(session.id());
  }
}
