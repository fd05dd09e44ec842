package dev.parkade.payment.parking;

import dev.parkade.runtime.consuming.DeadLetterBudget;
import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.consuming.PositionStore.Move;
import dev.parkade.runtime.consuming.Sends;
import dev.parkade.runtime.consuming.TransientFailure;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.runtime.pipeline.Pipeline;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/// The gate's transactions: positions and epochs first, so that a zombie stops before it has any
/// effect; then the work; the dead letters last, so that failed work leaves no second copy behind.
final class Commits {

  private final OwnedPositions positions;
  private final Ownership ownership;
  private final DeadLetters deadLetters;
  private final DeadLetterBudget budget;
  private final TransactionOperations transactions;
  private final JdbcOperations jdbc;

  Commits(
      OwnedPositions positions,
      Ownership ownership,
      DeadLetters deadLetters,
      DeadLetterBudget budget,
      TransactionOperations transactions,
      JdbcOperations jdbc) {
    this.positions = positions;
    this.ownership = ownership;
    this.deadLetters = deadLetters;
    this.budget = budget;
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  /// Where a partition's next record is expected.
  long position(TopicPartition partition) {
    return Objects.requireNonNull(positions.next(partition), () -> partition + " is not owned");
  }

  /// Runs a query after it has made sure that nobody has taken these numbers over before now.
  ///
  /// @throws dev.parkade.runtime.consuming.PositionsLost if another instance has
  void queryOwned(Collection<Integer> numbers, Pipeline query) {
    Map<TopicPartition, Long> epochs = new HashMap<>();
    numbers.forEach(n -> epochs.put(GatePartition.epochOf(n), ownership.running(n).epoch()));
    positions.require(query, epochs);
    query.run(jdbc);
  }

  /// Stops a deployment that takes everything for poison before it empties a topic.
  ///
  /// @param handled how many records besides the poison were read
  /// @throws TransientFailure if there is suspiciously much poison
  void checkBudget(List<Effects.Dead> poison, int handled) {
    int polled = poison.size() + handled;
    if (!poison.isEmpty() && !budget.allows(poison.size(), polled)) {
      throw new TransientFailure(
          ("%d of %d records are poison and the budget for dead letters is spent; the first: %s."
                  + " The gate waits. If the records are to blame, it goes on by itself; if the"
                  + " deployment is, roll it back")
              .formatted(poison.size(), polled, poison.getFirst().failure().detail()));
    }
  }

  /// Commits what was read up to these ends, and work for these partition numbers.
  ///
  /// @param work adds its statements, which travel with those of the positions
  /// @param before is done when all statements have run, and before the commit
  /// @throws dev.parkade.runtime.consuming.PositionsLost if another instance has taken over
  void commit(
      Map<TopicPartition, Long> ends,
      Collection<Integer> numbers,
      List<Effects.Dead> dead,
      Consumer<Pipeline> work,
      Runnable before) {
    Map<TopicPartition, Move> moves = new HashMap<>();
    ends.forEach((p, end) -> moves.put(p, new Move(position(p), end)));
    numbers.forEach(n -> fence(ownership.running(n), moves));
    transactions.executeWithoutResult(
        status -> {
          Pipeline pipeline = new Pipeline();
          positions.advance(pipeline, moves);
          work.accept(pipeline);
          pipeline.run(jdbc);
          before.run();
          Sends.await(
              CompletableFuture.allOf(
                  dead.stream()
                      .map(d -> deadLetters.send(d.record(), d.failure()))
                      .toArray(CompletableFuture[]::new)));
        });
    positions.advanced(moves);
    ends.forEach(
        (p, end) -> {
          if (p.equals(GatePartition.commandsOf(p.partition()))) {
            ownership.running(p.partition()).commandsRead(end);
          }
        });
  }

  private void fence(GatePartition partition, Map<TopicPartition, Move> moves) {
    TopicPartition parked = GatePartition.parkedOf(partition.number());
    long stored = position(parked);
    if (partition.parkedPosition() != stored) {
      moves.put(parked, new Move(stored, partition.parkedPosition()));
    }
    TopicPartition epoch = GatePartition.epochOf(partition.number());
    moves.put(epoch, new Move(partition.epoch(), partition.epoch()));
  }
}
