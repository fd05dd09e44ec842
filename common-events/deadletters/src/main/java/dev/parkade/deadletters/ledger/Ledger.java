package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the ledger says, read to its end: the state of every dead letter in a few bytes each, runs
/// and leases. Details of a letter are read again when somebody asks. Not thread-safe.
public final class Ledger implements Fates, AutoCloseable {

  /// Called for letters with which something was done.
  @FunctionalInterface
  public interface LetterVisitor {
    void visit(DeadLetterId id, LetterState state, int replays, String run);
  }

  private Ledger() {}

  /// Reads what is committed now.
  ///
  /// @param topics the dead-letter topics of which it is wanted
  public static Ledger read(KafkaAccess kafka, Collection<String> topics) {
    throw new UnsupportedOperationException("being built");
  }

  /// Reads what was committed since.
  public void poll() {
    throw new UnsupportedOperationException("being built");
  }

  @Override
  public LetterState stateOf(DeadLetterId id) {
    throw new UnsupportedOperationException("being built");
  }

  @Override
  public int replaysOf(DeadLetterId id) {
    throw new UnsupportedOperationException("being built");
  }

  /// The run that did the last thing with it; empty if nothing was done.
  public Optional<String> runOf(DeadLetterId id) {
    throw new UnsupportedOperationException("being built");
  }

  /// All letters with which something was done, in no order.
  public void letters(LetterVisitor visitor) {
    throw new UnsupportedOperationException("being built");
  }

  /// All that was done with a letter; read from the broker.
  public Optional<LetterEntry> entry(DeadLetterId id) {
    throw new UnsupportedOperationException("being built");
  }

  /// Of many letters at once, those with which something was done.
  public Map<DeadLetterId, LetterEntry> entries(Collection<DeadLetterId> ids) {
    throw new UnsupportedOperationException("being built");
  }

  /// Runs, newest first.
  public List<RunEntry> runs() {
    throw new UnsupportedOperationException("being built");
  }

  public Optional<RunEntry> run(String id) {
    throw new UnsupportedOperationException("being built");
  }

  /// Who works, or worked until recently, on which topic.
  public List<LeaseEntry> leases() {
    throw new UnsupportedOperationException("being built");
  }

  /// How many records of the ledger could not be read.
  public long unreadable() {
    throw new UnsupportedOperationException("being built");
  }

  @Override
  public void close() {}
}
