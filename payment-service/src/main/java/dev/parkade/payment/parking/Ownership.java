package dev.parkade.payment.parking;

import dev.parkade.runtime.consuming.OwnedPositions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/// Which partition numbers this instance owns, and which of them run: a number runs when its three
/// partitions are owned and bootstrapped; what is owned of the others is paused. Belongs to the
/// consumer's thread.
final class Ownership implements ConsumerAwareRebalanceListener {

  private static final Logger log = LoggerFactory.getLogger(Ownership.class);

  /// Long enough for a zombie to learn from the group that it lost its partitions.
  private static final Duration RETRY = Duration.ofSeconds(1);

  /// Told what begins and ends to run.
  interface Watcher {
    void started(GatePartition partition);

    void stopped(GatePartition partition);
  }

  private final OwnedPositions positions;
  private final Bootstrap bootstrap;
  private final Topology topology;
  private final GateStatus status;
  private final Clock clock;
  private final Watcher watcher;
  private final Set<TopicPartition> owned = new HashSet<>();
  private final Map<Integer, GatePartition> running = new HashMap<>();
  private Instant retryAt = Instant.MIN;

  Ownership(
      OwnedPositions positions,
      Bootstrap bootstrap,
      Topology topology,
      GateStatus status,
      Clock clock,
      Watcher watcher) {
    this.positions = positions;
    this.bootstrap = bootstrap;
    this.topology = topology;
    this.status = status;
    this.clock = clock;
    this.watcher = watcher;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    owned.addAll(partitions);
    // nothing may be read before the memory is complete; prepare() resumes
    consumer.pause(partitions);
    report();
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    let(partitions);
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    let(partitions);
  }

  private void let(Collection<TopicPartition> partitions) {
    partitions.forEach(owned::remove);
    partitions.forEach(p -> stop(p.partition()));
    report();
  }

  /// Another instance has taken these numbers over. If the group still gives them to this one, they
  /// are bootstrapped again after a while.
  void lost(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> stop(p.partition()));
    retryAt = clock.instant().plus(RETRY);
    report();
  }

  /// The topics are not what the gate stands on any more: nothing runs until they are again, and
  /// then everything is bootstrapped anew.
  void shut() {
    if (!running.isEmpty()) {
      List.copyOf(running.keySet()).forEach(this::stop);
      report();
    }
  }

  /// Bootstraps what is complete and does not run yet.
  ///
  /// @throws RuntimeException if that fails; it is tried again after a second
  void prepare(Consumer<?, ?> consumer) {
    Set<Integer> waiting = complete();
    if (waiting.isEmpty() || clock.instant().isBefore(retryAt)) {
      return;
    }
    retryAt = clock.instant().plus(RETRY);
    Topology.Finding finding = topology.check();
    status.topology(finding.problem());
    if (finding.problem() != null) {
      log.error("the gate stays shut: {}", finding.problem());
      retryAt = clock.instant().plus(RETRY.multipliedBy(10));
      return;
    }
    long start = System.nanoTime();
    for (GatePartition partition :
        bootstrap.load(waiting, positions, consumer, finding.partitions())) {
      running.put(partition.number(), partition);
      watcher.started(partition);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    status.bootstrapped(time);
    log.info("the gate runs for partitions {} after {} ms", waiting, time.toMillis());
    retryAt = Instant.MIN;
    report();
  }

  /// Pauses what must not be read, resumes the rest.
  ///
  /// @param commandsToo whether commands are paused although their partition runs
  void pause(Consumer<?, ?> consumer, boolean commandsToo) {
    Topology.Finding finding = topology.last();
    boolean shut = finding == null || finding.problem() != null;
    Set<TopicPartition> resting = new HashSet<>();
    Set<TopicPartition> reading = new HashSet<>();
    for (TopicPartition partition : owned) {
      boolean command = partition.equals(GatePartition.commandsOf(partition.partition()));
      boolean rests = shut || !runs(partition.partition()) || command && commandsToo;
      (rests ? resting : reading).add(partition);
    }
    Set<TopicPartition> paused = consumer.paused();
    resting.removeAll(paused);
    reading.retainAll(paused);
    if (!resting.isEmpty()) {
      consumer.pause(resting);
    }
    if (!reading.isEmpty()) {
      consumer.resume(reading);
    }
  }

  boolean runs(int number) {
    return running.containsKey(number);
  }

  /// The state of a number that runs.
  GatePartition running(int number) {
    GatePartition partition = running.get(number);
    if (partition == null) {
      throw new IllegalStateException("partition " + number + " does not run here");
    }
    return partition;
  }

  Collection<GatePartition> running() {
    return List.copyOf(running.values());
  }

  private void stop(int number) {
    positions.drop(GatePartition.triple(number));
    GatePartition partition = running.remove(number);
    if (partition != null) {
      watcher.stopped(partition);
    }
  }

  /// Numbers whose three partitions are owned, and that do not run.
  private Set<Integer> complete() {
    Set<Integer> numbers = new TreeSet<>();
    for (TopicPartition partition : owned) {
      int number = partition.partition();
      if (!runs(number) && owned.containsAll(GatePartition.triple(number))) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private void report() {
    TreeSet<Integer> numbers = new TreeSet<>();
    owned.forEach(partition -> numbers.add(partition.partition()));
    status.partitions(numbers, new TreeSet<>(running.keySet()));
  }
}
