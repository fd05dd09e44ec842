package dev.parkade.simulation;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.execution.Arrival;
import dev.parkade.order.execution.SagaSettings;
import dev.parkade.order.execution.SimulatedSagas;
import dev.parkade.order.execution.SimulatedSagas.Written;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Transition;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.simulation.Faults.Fate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// order-orchestrator: polls, requests, transactions and crashes around the real execution of its
/// sagas. The table of idempotency keys is a model; `IntakeIT` of the service tests it.
final class Orchestrator {

  private static final String NAME = "orchestrator";

  private final World world;
  private final Relay relay;
  private final Reader replies;
  private final SimulatedSagas sagas;
  private final Map<String, OrderId> keys = new HashMap<>();

  Orchestrator(World world, SagaSettings settings) {
    this.world = world;
    relay = new Relay(NAME, world);
    replies = new Reader(world.broker, Topics.ORDER_REPLIES);
    sagas =
        new SimulatedSagas(
            Mutants.definitions(world.mutation),
            world.messages("order-orchestrator"),
            settings,
            world.clock,
            Mutants.rows(world.mutation));
  }

  Relay relay() {
    return relay;
  }

  SimulatedSagas sagas() {
    return sagas;
  }

  /// A request to place an order; null if it is not answered.
  @Nullable OrderId place(Clients.Request request) {
    OrderId first = keys.get(request.key());
    if (first != null) {
      return first;
    }
    OrderId id = new OrderId(world.ids.get());
    world.trace.name(id, request::key);
    Fate fate = world.faults.fate();
    transact(fate, sagas.begin(Saga.of(id, request.customer(), request.lines())));
    if (fate != Fate.DIES_BEFORE_COMMIT) {
      world.oracle.begun(request.key(), id);
    }
    if (fate == Fate.COMMITS
        || fate == Fate.DIES_AFTER_COMMIT && world.mutation != Mutation.STORES_KEY_AFTER_COMMIT) {
      keys.put(request.key(), id);
    }
    return fate == Fate.COMMITS ? id : null;
  }

  /// A request about one order; null if it is not answered.
  @Nullable Transition ask(OrderId order, SagaInput input) {
    Fate fate = world.faults.fate();
    Written written = sagas.run(List.of(new Arrival(order, input)));
    transact(fate, written);
    return fate == Fate.COMMITS ? written.answers().getFirst() : null;
  }

  boolean hasMore() {
    return replies.hasMore();
  }

  void poll() {
    var records = replies.poll(world.chance);
    Fate fate = world.faults.fate();
    transact(fate, sagas.run(records.stream().map(Orchestrator::arrival).toList()));
    if (fate != Fate.DIES_BEFORE_COMMIT) {
      replies.advance(records);
    }
  }

  private static Arrival arrival(ConsumerRecord<String, Message<?>> record) {
    Message<?> message = record.value();
    return switch (message.body()) {
      case InventoryReply reply ->
          new Arrival(reply.orderId(), new SagaInput.InventoryReplied(message.id(), reply));
      case PaymentReply reply ->
          new Arrival(reply.orderId(), new SagaInput.PaymentReplied(message.id(), reply));
      default -> throw new IllegalStateException("no answer: " + message);
    };
  }

  boolean hasDue() {
    return sagas.hasDue();
  }

  void sweep() {
    transact(world.faults.fate(), sagas.sweep(world.chance.of(1, 200)));
  }

  /// Commits what was written, if the instance lives so long.
  private void transact(Fate fate, Written written) {
    if (fate == Fate.DIES_BEFORE_COMMIT) {
      world.seen.add(Sight.DEATH);
      crash();
      return;
    }
    for (StoredSaga saga : written.sagas()) {
      world.oracle.status(saga.id(), saga.saga().status());
    }
    sagas.commit(written);
    relay.commit(written.outgoing());
    written.history().forEach(this::show);
    if (fate == Fate.DIES_AFTER_COMMIT) {
      crash();
    }
  }

  private void show(HistoryLine line) {
    switch (line.kind()) {
      case RETRY -> world.seen.add(Sight.RETRY);
      case TIMEOUT -> world.seen.add(Sight.TIMEOUT);
      case CANCELLATION -> world.seen.add(Sight.CANCELLATION);
      case OPERATOR -> world.seen.add(Sight.OPERATOR);
      case LATE_SUCCESS -> world.seen.add(Sight.LATE_SUCCESS);
      default -> {}
    }
    switch (line.state()) {
      case CONFIRMED -> world.seen.add(Sight.CONFIRMED);
      case CANCELLED -> world.seen.add(Sight.CANCELLED);
      case NEEDS_ATTENTION -> world.seen.add(Sight.NEEDS_ATTENTION);
      default -> {}
    }
    world.trace.say(
        NAME,
        () ->
            "%s %s %s %s -> %s"
                .formatted(
                    line.orderId(),
                    line.kind(),
                    line.messageType() == null ? "" : line.messageType(),
                    line.detail(),
                    line.state()));
  }

  void crash() {
    world.trace.say(NAME, () -> "DIES");
    relay.crash();
  }

  /// Whether every saga stands where it waits for nobody, or for a person.
  boolean isAtRest() {
    return sagas.all().stream().allMatch(saga -> isAtRest(saga.saga().state()));
  }

  static boolean isAtRest(SagaState state) {
    return state == SagaState.CONFIRMED
        || state == SagaState.CANCELLED
        || state == SagaState.NEEDS_ATTENTION;
  }
}
