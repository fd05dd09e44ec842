package dev.parkade.deadletters.ledger;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Kafka transactions of one session, and what their failures mean.
final class Transactions implements AutoCloseable {

  private final Session session;
  private final Ledger ledger;
  private final Producer<byte[], byte[]> producer;
  private final Duration patience;
  private final Fence fence;
  // a call that timed out must be made again before anything else can be
  private @Nullable Runnable unfinished;
  // whoever goes on after this would send again what may have been sent
  private LedgerFailure.@Nullable OutcomeUnknown undecided;

  Transactions(
      Session session, Ledger ledger, Producer<byte[], byte[]> producer, Duration patience) {
    this.session = session;
    this.ledger = ledger;
    this.producer = producer;
    this.patience = patience;
    this.fence = new Fence(ledger, session.topic(), session.id());
  }

  PendingBatch run(Consumer<PendingBatch> work) {
    LedgerFailure.OutcomeUnknown earlier = undecided;
    if (earlier != null) {
      throw earlier;
    }
    var batch = new PendingBatch(session.topic(), producer, ledger);
    try {
      begin();
    } catch (KafkaException e) {
      throw notSent(e);
    }
    try {
      work.accept(batch);
      batch.complete();
    } catch (PendingBatch.SendFailed e) {
      throw notSent(e.reason());
    } catch (RuntimeException | Error e) {
      abort();
      throw e;
    }
    try {
      commit();
    } catch (KafkaException e) {
      decide(batch, e);
    }
    batch.committed();
    return batch;
  }

  /// Writes the lease and nothing else. Throws what the producer throws; a lease whose commit is
  /// unknown is none that anybody misses.
  void renew() {
    begin();
    try {
      var batch = new PendingBatch(session.topic(), producer, ledger);
      batch.put(session.lease());
      batch.flush();
    } catch (PendingBatch.SendFailed e) {
      abort();
      if (Fence.isCauseOf(e)) {
        throw e.reason();
      }
      return;
    }
    commit();
  }

  /// Takes the lease away again; if that fails, it expires by itself. Then waits a moment until
  /// all of the session can be seen by others, which comes after the commit.
  void release() {
    try {
      awaitVisible(run(b -> b.bury(LeaseEntry.PREFIX + session.topic())));
    } catch (LedgerFailure | KafkaException | IllegalStateException e) {
      // somebody took over, or the broker is away: nothing that the caller could do about it
      return;
    }
  }

  /// The broker marks what is committed a moment after it says that it is.
  void awaitVisible(PendingBatch batch) {
    fence.awaitVisible(batch.home(), batch.offsets().getLast());
  }

  /// What it means that a lease could not be renewed.
  LedgerFailure lost(KafkaException reason) {
    return Fence.isCauseOf(reason)
        ? fenced(reason, "No transaction was in hand.")
        : new LedgerFailure.Aborted(
            "the lease of %s cannot be renewed (%s); begin again when the broker is well"
                .formatted(session.topic(), said(reason)),
            reason);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  private void begin() {
    Runnable first = unfinished;
    if (first != null) {
      first.run();
      unfinished = null;
    }
    producer.beginTransaction();
  }

  /// A commit that times out may have happened; asking again tells, and does nothing twice.
  private void commit() {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          producer.commitTransaction();
          return;
        } catch (TimeoutException e) {
          failIfPast(deadline, e);
        } catch (InterruptException e) {
          interrupted = Thread.interrupted();
          failIfPast(deadline, e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void failIfPast(long deadline, KafkaException reason) {
    if (System.nanoTime() > deadline) {
      unfinished = producer::commitTransaction;
      throw reason;
    }
  }

  /// After a commit that failed: returns if it took effect all the same, throws if it did not.
  private void decide(PendingBatch batch, KafkaException reason) {
    if (!Fence.isCauseOf(reason) && !(reason instanceof RetriableException)) {
      abort();
    }
    boolean committed;
    try {
      committed = fence.isCommitted(batch.home(), batch.offsets());
    } catch (KafkaException | IllegalStateException e) {
      reason.addSuppressed(e);
      undecided =
          new LedgerFailure.OutcomeUnknown(
              """
          the broker went away while a transaction about %s was committed, and cannot be asked \
          whether it was. Nothing is lost and nothing was sent twice: run the same again when the \
          broker is back, it looks at the ledger first."""
                  .formatted(session.topic()),
              reason);
      throw undecided;
    }
    if (Fence.isCauseOf(reason)) {
      throw fenced(
          reason,
          committed
              ? "The transaction in hand was committed before."
              : "Nothing of the transaction in hand happened.");
    }
    if (!committed) {
      throw aborted(reason);
    }
  }

  private LedgerFailure notSent(KafkaException reason) {
    if (Fence.isCauseOf(reason)) {
      return fenced(reason, "Nothing of the transaction in hand happened.");
    }
    abort();
    return aborted(reason);
  }

  private void abort() {
    boolean interrupted = Thread.interrupted();
    try {
      producer.abortTransaction();
    } catch (TimeoutException | InterruptException e) {
      // the broker aborts it, too, when its time is up or when the next session begins
      unfinished = producer::abortTransaction;
    } catch (KafkaException | IllegalStateException e) {
      // as said; and this producer is of no more use, which the next call says
      return;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private LedgerFailure aborted(KafkaException reason) {
    return new LedgerFailure.Aborted(
        "nothing of this transaction about %s happened: %s"
            .formatted(session.topic(), said(reason)),
        reason);
  }

  private LedgerFailure fenced(KafkaException reason, String inHand) {
    String who;
    try {
      who =
          fence
              .successor()
              .map(l -> "%s on %s took over at %s".formatted(l.who(), l.host(), l.since()))
              .orElse(
                  "somebody took over and has not signed or has left again, or the broker ended a"
                      + " transaction that took too long");
    } catch (KafkaException | IllegalStateException e) {
      reason.addSuppressed(e);
      who = "somebody took over";
    }
    return new LedgerFailure.Fenced(
        "%s: %s. %s What was committed before stands; the ledger says what."
            .formatted(session.topic(), who, inHand),
        reason);
  }

  private static String said(KafkaException reason) {
    Throwable root = reason;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
