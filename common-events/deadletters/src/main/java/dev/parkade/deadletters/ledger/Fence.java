package dev.parkade.deadletters.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Finds out what happened to a session that its broker refuses: who took over, and whether what it
/// had in hand was committed. It asks the ledger, which is the only one that knows.
final class Fence {

  /// Whoever takes over signs as soon as it has read what was written last.
  private static final Duration SIGNATURE = Duration.ofSeconds(5);

  /// Longer than the broker lets a transaction stay open.
  private static final Duration UNDECIDED = Duration.ofSeconds(45);

  /// Milliseconds do, unless the broker's machine is busy.
  private static final Duration VISIBILITY = Duration.ofSeconds(5);

  private static final long PAUSE = Duration.ofMillis(50).toNanos();
  private static final long SHORT_PAUSE = Duration.ofMillis(2).toNanos();

  private final Ledger ledger;
  private final String topic;
  private final String session;

  Fence(Ledger ledger, String topic, String session) {
    this.ledger = ledger;
    this.topic = topic;
    this.session = session;
  }

  static boolean isCauseOf(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  /// Who took over, if somebody signed.
  Optional<LeaseEntry> successor() {
    long deadline = System.nanoTime() + SIGNATURE.toNanos();
    while (true) {
      ledger.poll();
      Optional<LeaseEntry> lease = ledger.view().lease(topic);
      if (lease.isPresent() && !lease.get().session().equals(session)) {
        return lease;
      }
      // without any lease somebody came, signed and has left already
      if (lease.isEmpty() || System.nanoTime() > deadline) {
        return Optional.empty();
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  /// Whether entries that were sent became part of the ledger. Waits until that is decided.
  ///
  /// @throws TimeoutException if the broker cannot be asked
  boolean isCommitted(TopicPartition partition, List<Long> offsets) {
    if (offsets.isEmpty()) {
      return false;
    }
    if (!isPast(partition, offsets.getLast(), UNDECIDED)) {
      throw new TimeoutException("the transaction is still open on " + partition);
    }
    boolean[] found = {false};
    ledger
        .details()
        .visit(partition, offsets, record -> found[0] |= offsets.contains(record.offset()));
    return found[0];
  }

  /// Waits until others can see what is committed, but not for long: somebody else's transaction
  /// may stand before it.
  void awaitVisible(TopicPartition partition, long offset) {
    var _ = isPast(partition, offset, VISIBILITY);
  }

  private boolean isPast(TopicPartition partition, long offset, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (ledger.consumer().endOffsets(List.of(partition)).getOrDefault(partition, 0L) <= offset) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(SHORT_PAUSE);
    }
    return true;
  }
}
