package dev.parkade.order.execution;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.wire.MessageTypes;
import dev.parkade.order.execution.SagaRun.Origin;
import dev.parkade.order.saga.Definition;
import dev.parkade.order.saga.Definitions;
import dev.parkade.order.saga.Operator;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.Transition;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.runtime.outbox.Outgoing;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The sagas without a database. What follows from what ([Definitions]), what is written for it
/// ([SagaRun]) and when it is overdue ([Timers]) are the service's own. What [SagaExecution] and
/// `DeadlineSweep` do around them is a model here: look up, apply one after the other, write.
/// `SagaIT` and `SweepIT` of order-orchestrator test those themselves.
public final class SimulatedSagas {

  /// What a transaction has written.
  ///
  /// @param answers one for each input
  public record Written(
      List<Transition> answers,
      Collection<StoredSaga> sagas,
      List<HistoryLine> history,
      List<Outgoing> outgoing) {}

  private static final Traceparent TRACE = Traceparent.start();

  private final Definitions definitions;
  private final Messages messages;
  private final SagaSettings settings;
  private final Timers timers;
  private final Clock clock;
  private final UnaryOperator<StoredSaga> corrupt;
  private final Map<OrderId, StoredSaga> rows = new LinkedHashMap<>();

  /// @param corrupt what happens to a row on its way in; nothing, unless storage is to be broken
  public SimulatedSagas(
      Definitions definitions,
      Messages messages,
      SagaSettings settings,
      Clock clock,
      UnaryOperator<StoredSaga> corrupt) {
    this.definitions = definitions;
    this.messages = messages;
    this.settings = settings;
    this.timers = new Timers(settings);
    this.clock = clock;
    this.corrupt = corrupt;
  }

  /// What a new saga begins with; nothing is stored before [#commit].
  public Written begin(Saga saga) {
    Instant now = clock.instant();
    Instant deadline = now.plus(settings.deadline());
    Definition first = definitions.forNewSagas();
    var unborn =
        new StoredSaga(saga, first.version(), Map.of(), 0, null, deadline, 0, TRACE, -1, now, now);
    Moved begun = first.begin(saga);
    var run = new SagaRun(messages, timers, now);
    StoredSaga written = run.moved(unborn, begun, null, null);
    return new Written(List.of(begun), List.of(written), run.history(), run.outgoing());
  }

  /// What follows when this happens, in this order; nothing is stored before [#commit].
  public Written run(List<Arrival> arrivals) {
    var run = new SagaRun(messages, timers, clock.instant());
    Map<OrderId, StoredSaga> current = new LinkedHashMap<>();
    List<Transition> answers = new ArrayList<>(arrivals.size());
    for (Arrival arrival : arrivals) {
      StoredSaga before = current.getOrDefault(arrival.order(), rows.get(arrival.order()));
      Transition answer = definitions.next(before.definition(), before.saga(), arrival.input());
      current.put(before.id(), apply(run, before, answer, arrival.input()));
      answers.add(answer);
    }
    return new Written(answers, run.changed().values(), run.history(), run.outgoing());
  }

  private static StoredSaga apply(
      SagaRun run, StoredSaga before, Transition answer, SagaInput input) {
    return switch (answer) {
      case Moved moved -> run.moved(before, moved, origin(input), operator(input));
      case Unmoved unmoved -> run.unmoved(before, unmoved, origin(input));
      default -> before;
    };
  }

  private static @Nullable Origin origin(SagaInput input) {
    return switch (input) {
      case SagaInput.InventoryReplied(var id, var reply) ->
          new Origin(MessageTypes.nameOf(reply.getClass()), id);
      case SagaInput.PaymentReplied(var id, var reply) ->
          new Origin(MessageTypes.nameOf(reply.getClass()), id);
      default -> null;
    };
  }

  private static @Nullable Operator operator(SagaInput input) {
    return input instanceof SagaInput.OperatorActed acted ? acted.by() : null;
  }

  /// What follows from the time for at most so many sagas, the longest overdue first.
  public Written sweep(int slice) {
    Instant now = clock.instant();
    List<Arrival> due =
        rows.values().stream()
            .filter(saga -> isDue(saga, now))
            .sorted(Comparator.comparing(StoredSaga::dueAt))
            .limit(slice)
            .map(saga -> new Arrival(saga.id(), timers.overdue(saga, now)))
            .toList();
    return run(due);
  }

  /// Whether a time limit has passed.
  public boolean hasDue() {
    Instant now = clock.instant();
    for (StoredSaga saga : rows.values()) {
      if (isDue(saga, now)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDue(StoredSaga saga, Instant now) {
    return saga.dueAt() != null && !saga.dueAt().isAfter(now);
  }

  public void commit(Written written) {
    written.sagas().forEach(saga -> rows.put(saga.id(), corrupt.apply(saga)));
  }

  public Collection<StoredSaga> all() {
    return rows.values();
  }

  public StoredSaga get(OrderId order) {
    return Objects.requireNonNull(rows.get(order));
  }
}
