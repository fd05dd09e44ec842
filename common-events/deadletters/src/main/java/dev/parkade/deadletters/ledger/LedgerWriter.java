package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.messages.envelope.Ids;
import java.time.Clock;
import java.util.function.Consumer;

/// The one session that may change what becomes of a topic's dead letters. Whoever opens the next
/// one fences it. What it writes and what it sends are one Kafka transaction: all of it or nothing,
/// whatever dies at whichever moment. For use by one thread.
public final class LedgerWriter implements AutoCloseable {

  private LedgerWriter() {}

  /// Fences whoever was there before, and then reads the ledger to its end.
  ///
  /// @param dlqTopic the dead-letter topic
  /// @param takeOver whether to do so although somebody else's lease is live
  /// @throws LedgerFailure.LeaseHeld if somebody else is at it
  public static LedgerWriter open(
      KafkaAccess kafka,
      String dlqTopic,
      Operator operator,
      boolean takeOver,
      Clock clock,
      Ids ids) {
    throw new UnsupportedOperationException("being built");
  }

  /// What the ledger says, this session's commits included.
  public Ledger ledger() {
    throw new UnsupportedOperationException("being built");
  }

  public Operator operator() {
    throw new UnsupportedOperationException("being built");
  }

  /// Runs the work and commits what it put into the batch as one. If the work throws, nothing of it
  /// happens, and what it threw is thrown on.
  ///
  /// @throws LedgerFailure.Fenced if somebody took over: nothing of it happened
  /// @throws LedgerFailure.Aborted if it could not be committed: nothing of it happened
  /// @throws LedgerFailure.OutcomeUnknown if the broker went away during the commit
  public void transaction(Consumer<Batch> work) {
    throw new UnsupportedOperationException("being built");
  }

  /// For those who wait between transactions.
  ///
  /// @throws LedgerFailure.Fenced if somebody took over meanwhile, as far as it is known here
  public void check() {
    throw new UnsupportedOperationException("being built");
  }

  /// Gives the lease back, unless somebody took over.
  @Override
  public void close() {}
}
