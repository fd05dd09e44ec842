package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.LedgerView.Position;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What the ledger says, read to its end: the state of every dead letter in a few bytes each, runs
/// and leases. Details of a letter are read again when somebody asks. Only what is committed is
/// seen. Not thread-safe.
public final class Ledger implements Fates, AutoCloseable {

  /// Called for letters with which something was done.
  @FunctionalInterface
  public interface LetterVisitor {

    /// @param run the run that did the last thing with it
    void visit(DeadLetterId id, LetterState state, int replays, String run);
  }

  private final KafkaAccess kafka;
  private final LedgerCodec codec = new LedgerCodec();
  private final Consumer<byte[], byte[]> consumer;
  private final Collection<String> topics;
  private final LedgerView view;
  private Set<TopicPartition> partitions = Set.of();
  private @Nullable LedgerDetails details;

  private Ledger(KafkaAccess kafka, Collection<String> topics) {
    this.kafka = kafka;
    this.topics = List.copyOf(topics);
    this.view = new LedgerView(codec, topics);
    this.consumer = kafka.consumer();
  }

  /// Reads what is committed now. A ledger that does not exist says nothing.
  ///
  /// @param topics the dead-letter topics of which it is wanted
  public static Ledger read(KafkaAccess kafka, Collection<String> topics) {
    var ledger = new Ledger(kafka, topics);
    try {
      ledger.poll();
      return ledger;
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  /// Reads what was committed since, without waiting for transactions that are open. What others
  /// commit can be seen a moment after their commit, when the broker has marked it.
  ///
  /// @throws org.apache.kafka.common.KafkaException if the broker is not reachable, or the ledger
  ///     was made anew meanwhile: then [#read] it again
  public void poll() {
    if (partitions.isEmpty()) {
      // it may have been created since
      partitions = LedgerTopic.partitions(consumer, topics);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }
    readTo(consumer.endOffsets(partitions));
  }

  /// Reads to these ends, and waits for transactions that are open before them.
  void readTo(Map<TopicPartition, Long> ends) {
    LedgerTopic.readTo(consumer, ends, this::apply);
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    view.apply(record.partition(), record.offset(), record.key(), record.value());
  }

  @Override
  public LetterState stateOf(DeadLetterId id) {
    return view.stateOf(id);
  }

  @Override
  public int replaysOf(DeadLetterId id) {
    return view.replaysOf(id);
  }

  /// The run that did the last thing with it; empty if nothing was done.
  public Optional<String> runOf(DeadLetterId id) {
    return view.runOf(id);
  }

  /// All letters with which something was done, in no order.
  public void letters(LetterVisitor visitor) {
    view.letters(visitor);
  }

  /// All that was done with a letter; read from the broker. Empty if nothing was done.
  public Optional<LetterEntry> entry(DeadLetterId id) {
    return Optional.ofNullable(entries(Set.of(id)).get(id));
  }

  /// Of some thousand letters, those with which something was done; read from the broker.
  public Map<DeadLetterId, LetterEntry> entries(Collection<DeadLetterId> ids) {
    Set<DeadLetterId> wanted = new HashSet<>(ids);
    Map<DeadLetterId, LetterEntry> found = new HashMap<>();
    // what was written anew while we read stands elsewhere
    for (int attempt = 0; attempt < 3; attempt++) {
      wanted.removeIf(id -> view.positionOf(id) == null || found.containsKey(id));
      if (wanted.isEmpty()) {
        break;
      }
      if (attempt > 0) {
        poll();
      }
      found.putAll(details().read(wanted, this::position));
    }
    // its state could be read and its actions cannot
    wanted.forEach(
        id -> {
          if (view.positionOf(id) != null) {
            found.computeIfAbsent(
                id, _ -> new LetterEntry(id, view.stateOf(id), view.replaysOf(id), List.of()));
          }
        });
    return found;
  }

  /// The newest ten thousand runs, newest first. Older ones stay on the topic.
  public List<RunEntry> runs() {
    return view.runs();
  }

  public Optional<RunEntry> run(String id) {
    return view.run(id);
  }

  /// Who works, or worked until recently, on which topic.
  public List<LeaseEntry> leases() {
    return view.leases();
  }

  /// Whether what a file says has become a dead letter already.
  public boolean isImported(String topic, Digest digest) {
    return view.isImported(topic, digest);
  }

  /// How many records of the ledger could not be read.
  public long unreadable() {
    return view.unreadable();
  }

  /// Where the first of those stand.
  public List<String> unreadableExamples() {
    return view.examples();
  }

  @Override
  public void close() {
    consumer.close();
    if (details != null) {
      details.close();
    }
  }

  LedgerView view() {
    return view;
  }

  LedgerCodec codec() {
    return codec;
  }

  Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  Set<TopicPartition> partitions() {
    return partitions;
  }

  LedgerDetails details() {
    if (details == null) {
      details = new LedgerDetails(kafka, codec);
    }
    return details;
  }

  private Position position(DeadLetterId id) {
    Position position = view.positionOf(id);
    return position == null ? new Position(0, 0) : position;
  }
}
