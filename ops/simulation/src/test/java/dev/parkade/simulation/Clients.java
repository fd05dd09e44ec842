package dev.parkade.simulation;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.OrderLine;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.Operator;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaInput.Outcome;
import dev.parkade.order.saga.SagaState;
import dev.parkade.order.saga.Step;
import dev.parkade.order.saga.Transition;
import dev.parkade.order.storage.StoredSaga;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Who asks the orchestrator for something: customers who order, repeat themselves and change their
/// minds, and operators.
final class Clients {

  /// An order that somebody wants, and will go on asking for under the same key.
  record Request(String key, CustomerId customer, List<Line> lines) {}

  private static final Operator OPERATOR = new Operator("olga", "it was her turn");

  private final World world;
  private final Orchestrator orchestrator;
  private final BiPredicate<OrderId, Step> effects;
  private final List<Request> waiting = new ArrayList<>();
  private final List<Request> sent = new ArrayList<>();

  /// @param effects whether that which a step would undo is there
  Clients(
      World world,
      Orchestrator orchestrator,
      BiPredicate<OrderId, Step> effects,
      List<CustomerId> customers,
      List<Sku> skus) {
    this.world = world;
    this.effects = effects;
    this.orchestrator = orchestrator;
    int orders = world.chance.of(1, 1, 2, 3, 4);
    for (int i = 1; i <= orders; i++) {
      List<Line> lines = new ArrayList<>();
      for (Sku sku : skus) {
        if (lines.isEmpty() || world.chance.oneIn(2)) {
          lines.add(Line.of(new OrderLine(sku, world.chance.between(1, 2))));
        }
      }
      waiting.add(new Request("order-" + i, world.chance.any(customers), lines));
    }
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  void place() {
    Request request = waiting.removeFirst();
    sent.add(request);
    ask(request);
  }

  boolean hasSent() {
    return !sent.isEmpty();
  }

  /// A request is sent once more, because its answer was lost or out of habit.
  void repeat() {
    ask(world.chance.any(sent));
  }

  private void ask(Request request) {
    OrderId order = orchestrator.place(request);
    world.trace.say("client", () -> "orders " + request.key() + ", answer: " + order);
  }

  boolean hasOrders() {
    return !orchestrator.sagas().all().isEmpty();
  }

  void cancel() {
    OrderId order = anyOrder().id();
    Transition answer = orchestrator.ask(order, new SagaInput.CancellationRequested());
    world.trace.say("client", () -> "cancels " + order + ", answer: " + brief(answer));
  }

  /// An operator does something to an order, sensible or not.
  void operate() {
    StoredSaga saga = anyOrder();
    SagaInput input =
        switch (world.chance.below(4)) {
          case 0 -> new SagaInput.OperatorSkipped(OPERATOR);
          case 1 ->
              new SagaInput.OperatorResolved(
                  OPERATOR, world.chance.of(Outcome.CONFIRMED, Outcome.CANCELLED));
          default -> new SagaInput.OperatorRetried(OPERATOR);
        };
    operate(saga, input);
  }

  /// An operator tries whatever waits for a person once more; true if anything does.
  boolean retryAll() {
    List<StoredSaga> stuck =
        orchestrator.sagas().all().stream()
            .filter(saga -> saga.saga().state() == SagaState.NEEDS_ATTENTION)
            .toList();
    stuck.forEach(saga -> operate(saga, new SagaInput.OperatorRetried(OPERATOR)));
    return !stuck.isEmpty();
  }

  private void operate(StoredSaga saga, SagaInput input) {
    List<Step> skipped = whatIsSkipped(saga.saga(), input);
    List<Boolean> effective = skipped.stream().map(step -> effects.test(saga.id(), step)).toList();
    Transition answer = orchestrator.ask(saga.id(), input);
    if (orchestrator.sagas().get(saga.id()).version() != saga.version()) {
      for (int i = 0; i < skipped.size(); i++) {
        world.excuses.skipped(saga.id(), skipped.get(i), effective.get(i));
      }
    }
    world.trace.say(
        "operator",
        () -> input.getClass().getSimpleName() + " " + saga.id() + ": " + brief(answer));
  }

  /// The steps without whose answers an operator goes on.
  private static List<Step> whatIsSkipped(Saga saga, SagaInput input) {
    return switch (input) {
      case SagaInput.OperatorSkipped _ ->
          saga.state().awaited().or(() -> saga.owed().stream().sorted().findFirst()).stream()
              .toList();
      case SagaInput.OperatorResolved _ -> saga.owed().stream().sorted().toList();
      default -> List.of();
    };
  }

  private static String brief(@Nullable Transition answer) {
    return switch (answer) {
      case null -> "none";
      case Transition.Moved moved -> moved.detail();
      default -> answer.toString();
    };
  }

  private StoredSaga anyOrder() {
    return world.chance.any(List.copyOf(orchestrator.sagas().all()));
  }
}
