package dev.parkade.order.execution;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.wire.MessageTypes;
import dev.parkade.order.execution.SagaRun.Origin;
import dev.parkade.order.saga.Definition;
import dev.parkade.order.saga.Definitions;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.Operator;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Transition;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Refused;
import dev.parkade.order.saga.Transition.Unmoved;
import dev.parkade.order.storage.Sagas;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.order.watching.News;
import dev.parkade.order.watching.Watches;
import dev.parkade.runtime.consuming.Opening;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.tracing.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Runs sagas inside the caller's transaction. However many inputs and sagas there are, it costs
/// two statements: one that locks and reads, and one that writes sagas, history,
/// outbox and what clients read.
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class SagaExecution {

  private static final Logger log = LoggerFactory.getLogger(SagaExecution.class);

  private final Sagas sagas;
  private final SagaWriting writing;
  private final Messages messages;
  private final Timers timers;
  private final Definitions definitions;
  private final SagaSettings settings;
  private final Clock clock;
  private final SagaMetrics metrics;
  private final Watches watches;

  SagaExecution(
      Sagas sagas,
      SagaWriting writing,
      Messages messages,
      Definitions definitions,
      SagaSettings settings,
      Clock clock,
      SagaMetrics metrics,
      Watches watches) {
    this.sagas = sagas;
    this.writing = writing;
    this.messages = messages;
    this.timers = new Timers(settings);
    this.definitions = definitions;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.watches = watches;
  }

  /// Begins a saga: writes its row, its first command and its history.
  public void begin(Saga saga, Traceparent trace) {
    Instant now = now();
    Instant deadline = now.plus(settings.deadline());
    Definition definition = definitions.forNewSagas();
    Moved first = definition.begin(saga);
    var run = new SagaRun(messages, timers, now);
    var unborn =
        new StoredSaga(
            saga, definition.version(), Map.of(), 0, null, deadline, 0, trace, -1, now, now);
    writing.write(run, List.of(), sagas.insert(run.moved(unborn, first, null, null)));
    AfterCommit.run(metrics::started);
  }

  /// Applies what happened in the given order. The answer has one transition for each arrival.
  public List<Transition> run(List<Arrival> arrivals) {
    return run(sagas.lock(orders(arrivals)), arrivals, decided -> List.of());
  }

  /// The same for a poll, with other news than those of the sagas.
  ///
  /// @param opening is run, together with what is read
  /// @param news what else is to be said about the transitions
  List<Transition> run(
      List<Arrival> arrivals, Opening opening, Function<List<Transition>, List<Outgoing>> news) {
    return run(sagas.lock(orders(arrivals), opening), arrivals, news);
  }

  private static Set<OrderId> orders(List<Arrival> arrivals) {
    Set<OrderId> ids = new LinkedHashSet<>();
    arrivals.forEach(arrival -> ids.add(arrival.order()));
    return ids;
  }

  /// Applies what follows from the time to sagas that are locked already.
  public void runLocked(List<StoredSaga> locked, Function<StoredSaga, SagaInput> input) {
    List<Arrival> arrivals = locked.stream().map(s -> new Arrival(s.id(), input.apply(s))).toList();
    run(locked, arrivals, decided -> List.of());
  }

  private List<Transition> run(
      List<StoredSaga> locked,
      List<Arrival> arrivals,
      Function<List<Transition>, List<Outgoing>> news) {
    var run = new SagaRun(messages, timers, now());
    List<Runnable> afterwards = new ArrayList<>();
    Map<OrderId, StoredSaga> current = new HashMap<>();
    locked.forEach(saga -> current.put(saga.id(), saga));
    List<Transition> transitions = new ArrayList<>(arrivals.size());
    for (Arrival arrival : arrivals) {
      StoredSaga before = current.get(arrival.order());
      Transition transition = transition(before, arrival.input());
      if (before != null) {
        current.put(before.id(), apply(run, before, transition, arrival));
      }
      observe(before, transition, arrival.input(), afterwards);
      transitions.add(transition);
    }
    run.outgoing().addAll(news.apply(transitions));
    if (!run.changed().isEmpty()) {
      writing.write(run, locked, sagas.update(run.changed().values()));
    } else if (!run.outgoing().isEmpty()) {
      writing.write(run.outgoing());
    }
    run.changed().values().forEach(saga -> afterwards.add(() -> watches.tell(news(saga))));
    AfterCommit.run(() -> afterwards.forEach(Runnable::run));
    return transitions;
  }

  private Transition transition(@Nullable StoredSaga saga, SagaInput input) {
    return saga == null
        ? new Unmoved(Ignored.UNKNOWN_ORDER)
        : definitions.next(saga.definition(), saga.saga(), input);
  }

  private static StoredSaga apply(
      SagaRun run, StoredSaga before, Transition transition, Arrival arrival) {
    Origin origin = origin(arrival.input());
    if (origin != null) {
      origin = origin.in(arrival.trace());
    }
    return switch (transition) {
      case Moved moved -> run.moved(before, moved, origin, operator(arrival.input()));
      case Unmoved unmoved -> run.unmoved(before, unmoved, origin);
      case Refused _, Transition.OtherVersion _ -> before;
    };
  }

  private static News news(StoredSaga saga) {
    return new News(
        saga.id(),
        saga.historyLength(),
        saga.saga().status(),
        saga.saga().publicReason(),
        saga.version());
  }

  private static @Nullable Origin origin(SagaInput input) {
    return switch (input) {
      case SagaInput.InventoryReplied(var id, var reply) ->
          new Origin(MessageTypes.nameOf(reply.getClass()), id);
      case SagaInput.PaymentReplied(var id, var reply) ->
          new Origin(MessageTypes.nameOf(reply.getClass()), id);
      case SagaInput.RetryDue _,
          SagaInput.AttemptsExhausted _,
          SagaInput.SagaOverdue _,
          SagaInput.HoldRunsOut _,
          SagaInput.CancellationRequested _,
          SagaInput.OperatorActed _ ->
          null;
    };
  }

  private static @Nullable Operator operator(SagaInput input) {
    return input instanceof SagaInput.OperatorActed acted ? acted.by() : null;
  }

  private void observe(
      @Nullable StoredSaga before,
      Transition transition,
      SagaInput input,
      List<Runnable> afterwards) {
    if (transition instanceof Unmoved(var reason)) {
      afterwards.add(() -> metrics.ignored(reason));
    }
    if (transition instanceof Refused(var reason)) {
      // at once: whoever asked is told by an exception, so this transaction does not commit
      metrics.refused(reason);
    }
    if (before == null || !(transition instanceof Moved moved)) {
      return;
    }
    Origin origin = origin(input);
    if (moved.note() == Note.LATE_SUCCESS && origin != null) {
      afterwards.add(() -> metrics.lateSuccess(origin.type()));
    }
    String kind = input.getClass().getSimpleName();
    if (moved.note() == Note.OPERATOR) {
      afterwards.add(() -> metrics.operator(kind));
    }
    if (moved.note() == Note.RETRY || moved.note() == Note.TIMEOUT) {
      afterwards.add(() -> metrics.deadline(kind, before.saga().state()));
    }
    SagaState state = moved.after().state();
    if (state == SagaState.NEEDS_ATTENTION && state != before.saga().state()) {
      try (LogContext _ = LogContext.of(before.id().text(), before.trace())) {
        log.warn("order {} waits for a person: {}", before.id(), moved.after().owed());
      }
    }
    OrderStatus status = moved.after().status();
    if (status != before.saga().status()) {
      Duration took = Duration.between(before.createdAt(), now());
      afterwards.add(() -> log(moved.after(), before.trace(), took));
      afterwards.add(() -> metrics.completed(status, took));
    }
  }

  private static void log(Saga saga, Traceparent trace, Duration took) {
    try (LogContext _ = LogContext.of(saga.orderId().text(), trace)) {
      log(saga, took);
    }
  }

  private static void log(Saga saga, Duration took) {
    switch (saga.status()) {
      case CANCELLED ->
          log.info("order {} was cancelled after {}: {}", saga.orderId(), took, saga.reason());
      case CONFIRMED -> log.debug("order {} was confirmed after {}", saga.orderId(), took);
      case PENDING, NEEDS_ATTENTION -> {
        // no transition leads back to the one, and the other has its own line
      }
    }
  }

  private Instant now() {
    // as exact as PostgreSQL keeps it, so that what is read back is what was written
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
