package dev.parkade.simulation;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.saga.Step;
import dev.parkade.order.storage.StoredSaga;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// One schedule: who does what next, as a seed decides, until everything works again and comes to
/// rest.
final class Schedule {

  /// Something that somebody can do.
  ///
  /// @param weight how often it happens in this schedule, compared with the others
  /// @param isPossible whether it would do anything now
  private record Action(int weight, BooleanSupplier isPossible, Runnable what) {}

  private static final List<Topic> REPEATED =
      List.of(Topics.INVENTORY_COMMANDS, Topics.PAYMENT_COMMANDS, Topics.ORDER_REPLIES);

  private final World world;
  private final Settings settings;
  private final CustomerService customers;
  private final InventoryService inventory;
  private final PaymentService payment;
  private final Orchestrator orchestrator;
  private final Clients clients;
  private final List<Relay> relays;
  private final List<Action> actions = new ArrayList<>();
  private final List<Action> possible = new ArrayList<>();

  Schedule(long seed, boolean traced, Mutation mutation) {
    world = new World(seed, traced, mutation);
    Chance chance = world.chance;
    settings = Settings.of(chance);
    List<CustomerId> people =
        IntStream.rangeClosed(1, chance.of(1, 1, 2))
            .mapToObj(n -> CustomerId.of("customer-" + n))
            .toList();
    List<Sku> skus =
        chance.oneIn(2) ? List.of(Sku.of("TEA")) : List.of(Sku.of("TEA"), Sku.of("CUP"));
    customers = new CustomerService(world, people);
    inventory = new InventoryService(world, settings.hold());
    skus.forEach(sku -> inventory.stock().add(sku, new Money(100, "EUR"), chance.of(1, 3, 10, 10)));
    payment = new PaymentService(world, settings.patience());
    orchestrator = new Orchestrator(world, settings.saga());
    clients = new Clients(world, orchestrator, this::isEffective, people, skus);
    relays = List.of(customers.relay(), inventory.relay(), payment.relay(), orchestrator.relay());
    listActions();
  }

  private void listActions() {
    Chance chance = world.chance;
    add(2, clients::hasWaiting, clients::place);
    for (Relay relay : relays) {
      working(relay::hasMore, () -> relay.publish(chance.of(1, 2, 5)));
      sometimes(2, relay::hasUnconfirmed, relay::confirm);
    }
    working(orchestrator::hasMore, orchestrator::poll);
    working(orchestrator::hasDue, orchestrator::sweep);
    working(inventory::hasMore, inventory::poll);
    working(inventory::hasDue, inventory::sweep);
    working(payment::hasMore, payment::poll);
    working(payment::hasReady, payment::release);
    sometimes(1, payment::isWaiting, payment::expire);
    sometimes(1, customers::hasUnregistered, customers::registerOne);
    times(chance.of(0, 0, 1, 3), customers::hasRegistered, customers::change);
    times(chance.of(0, 0, 1, 2), clients::hasSent, clients::repeat);
    times(chance.of(0, 0, 1, 2), clients::hasOrders, clients::cancel);
    times(chance.of(0, 0, 2, 5), clients::hasOrders, clients::operate);
    times(chance.of(0, 0, 1, 3), () -> true, this::crash);
    times(chance.of(0, 0, 2, 6), () -> true, this::repeat);
    times(chance.of(0, 1, 3, 9), () -> !orchestrator.isAtRest(), this::waitForTheNextLimit);
    times(chance.of(0, 1, 3, 9), () -> true, this::timePasses);
  }

  private void add(int weight, BooleanSupplier isPossible, Runnable what) {
    actions.add(new Action(weight, isPossible, what));
  }

  /// The work of a service. In some schedules it is slow, or is not done until everything works.
  private void working(BooleanSupplier isPossible, Runnable what) {
    add(world.chance.of(0, 1, 8, 8, 8, 8, 8, 8), isPossible, what);
  }

  private void sometimes(int weight, BooleanSupplier isPossible, Runnable what) {
    add(weight * world.chance.of(0, 1, 1, 3), isPossible, what);
  }

  private void times(int most, BooleanSupplier isPossible, Runnable what) {
    int[] left = {most};
    add(
        1,
        () -> left[0] > 0 && isPossible.getAsBoolean(),
        () -> {
          left[0]--;
          what.run();
        });
  }

  /// Runs it to its end.
  ///
  /// @throws Violation if something happens that must never be
  Schedule run() {
    int steps = world.chance.between(20, 120);
    for (int i = 0; i < steps; i++) {
      world.clock.advance(world.chance.upTo(Duration.ofMillis(20)));
      step();
    }
    world.trace.say("----", () -> "from here on everything works");
    world.faults.heal();
    relays.forEach(Relay::crash);
    comeToRest();
    letBackOffsPass();
    comeToRest();
    new LastCheck(world, orchestrator, payment, inventory).check(false);
    if (clients.retryAll()) {
      comeToRest();
      new LastCheck(world, orchestrator, payment, inventory).check(true);
    }
    return this;
  }

  private void step() {
    int total = 0;
    possible.clear();
    for (Action action : actions) {
      if (action.isPossible().getAsBoolean()) {
        possible.add(action);
        total += action.weight();
      }
    }
    int chosen = world.chance.below(Math.max(1, total));
    for (Action action : possible) {
      chosen -= action.weight();
      if (chosen < 0) {
        action.what().run();
        return;
      }
    }
  }

  /// A dead letter is replayed, or a record comes twice for another reason.
  private void repeat() {
    Topic topic = world.chance.any(REPEATED);
    List<ConsumerRecord<String, Message<?>>> all = world.broker.all(topic);
    if (!all.isEmpty()) {
      ConsumerRecord<String, Message<?>> record = world.chance.any(all);
      world.trace.say("broker", () -> "REPEATS " + record.value().body());
      world.oracle.published(world.broker.append(topic, record.key(), record.value()));
    }
  }

  private void crash() {
    switch (world.chance.below(3)) {
      case 0 -> orchestrator.crash();
      case 1 -> inventory.crash();
      default -> payment.crash();
    }
  }

  private void timePasses() {
    world.clock.advance(world.chance.upTo(Duration.ofSeconds(world.chance.of(1, 1, 10, 60))));
  }

  /// To the very millisecond, now and then.
  private void waitForTheNextLimit() {
    orchestrator.sagas().all().stream()
        .map(StoredSaga::dueAt)
        .filter(due -> due != null && due.isAfter(world.clock.instant()))
        .min(Instant::compareTo)
        .ifPresent(world.clock::set);
  }

  /// Everybody does what there is to do, again and again, until nobody has anything left.
  private void comeToRest() {
    Instant latest = world.clock.instant().plus(settings.longest());
    while (isAnythingLeft()) {
      if (world.clock.instant().isAfter(latest)) {
        throw new Violation("I3: not at rest after " + settings.longest() + ": " + openOrders());
      }
      boolean busy = everybodyWorks();
      world.clock.advance(busy ? Duration.ofMillis(10) : Duration.ofMillis(500));
    }
  }

  /// What payment-service tries again later is tried before an operator is asked.
  private void letBackOffsPass() {
    for (int i = 0; i < 12; i++) {
      world.clock.advance(Duration.ofMillis(500));
      var unused = everybodyWorks();
    }
  }

  private boolean isAnythingLeft() {
    return !orchestrator.isAtRest() || isAnybodyBusy() || clients.hasWaiting();
  }

  private boolean isAnybodyBusy() {
    return relays.stream().anyMatch(Relay::hasMore)
        || orchestrator.hasMore()
        || inventory.hasMore()
        || payment.hasMore()
        || payment.hasReady();
  }

  private boolean everybodyWorks() {
    boolean busy = isAnybodyBusy();
    if (clients.hasWaiting()) {
      clients.place();
    }
    for (Relay relay : relays) {
      relay.publish(100);
      relay.confirm();
    }
    if (inventory.hasMore()) {
      inventory.poll();
    }
    if (inventory.hasDue()) {
      inventory.sweep();
    }
    if (payment.hasMore()) {
      payment.poll();
    }
    if (payment.hasReady()) {
      payment.release();
    }
    payment.expire();
    if (orchestrator.hasMore()) {
      orchestrator.poll();
    }
    if (orchestrator.hasDue()) {
      orchestrator.sweep();
    }
    return busy;
  }

  private String openOrders() {
    StringBuilder open = new StringBuilder();
    for (StoredSaga saga : orchestrator.sagas().all()) {
      if (!Orchestrator.isAtRest(saga.saga().state())) {
        open.append(saga.id()).append(' ').append(saga.saga().state()).append(' ');
      }
    }
    return open.isEmpty() ? "all orders have ended" : open.toString();
  }

  /// Whether an operator who skips this step now answers for what is there, or is not there.
  private boolean isEffective(OrderId order, Step step) {
    return switch (step) {
      case REFUND_PAYMENT -> payment.provider().held(order) > 0;
      case RELEASE_STOCK -> inventory.keeps(order);
      // the order is confirmed whether or not its stock is sold
      case COMMIT_STOCK -> true;
      case RESERVE_STOCK, CHARGE_PAYMENT -> false;
    };
  }

  Set<Sight> seen() {
    return world.seen;
  }

  /// All that has happened so far.
  String trace() {
    return world.trace.text();
  }

  /// A text with names for ids.
  String named(String text) {
    return world.trace.named(text);
  }
}
