package dev.parkade.payment.parking;

import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/// One random history: what customers, the orchestrator, machines, providers and operators do, and
/// in between the rounds of the gate's instances.
final class ModelHistory {

  private final ModelWorld world = new ModelWorld();
  private final Messages messages = new Messages("model", world.clock, world.ids);
  private final Random random;
  private final boolean faulty;
  private final List<ModelProvider> providers = new ArrayList<>();
  private final ModelOracle oracle;
  private final ModelGroup group;
  private final Map<CustomerId, Long> versions = new LinkedHashMap<>();
  private final List<CustomerId> unregistered = new ArrayList<>();
  private final List<ModelOracle.Order> chargeLater = new ArrayList<>();
  private final List<ModelOracle.Order> refundLater = new ArrayList<>();

  ModelHistory(long seed, boolean faulty) {
    this.random = new Random(seed);
    this.faulty = faulty;
    boolean impatient = faulty && random.nextInt(3) == 0;
    boolean narrow = faulty && random.nextInt(3) == 0;
    Set<DeadLetterReason> allowed = EnumSet.of(DeadLetterReason.CUSTOMER_NEVER_ARRIVED);
    if (impatient) {
      allowed.add(DeadLetterReason.RETRIES_EXHAUSTED);
    }
    if (narrow) {
      allowed.add(DeadLetterReason.CUSTOMER_QUEUE_FULL);
    }
    oracle = new ModelOracle(world, providers, allowed);
    for (String name : random.nextBoolean() ? List.of("alpha") : List.of("alpha", "beta2")) {
      providers.add(new ModelProvider(name, seed, oracle::taken));
    }
    if (!faulty) {
      providers.forEach(ModelProvider::heal);
    }
    ModelInstance.Settings settings =
        settings(impatient ? 3 : Integer.MAX_VALUE, narrow ? 3 : 1000);
    group = new ModelGroup(random, () -> new ModelInstance(world, providers, settings));
  }

  private ModelInstance.Settings settings(int attempts, int cap) {
    var retry =
        new RetrySettings(
            RetrySettings.Policy.EXPONENTIAL,
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            // chance comes from the seed alone
            0,
            attempts,
            Duration.ofDays(100),
            Map.of());
    var parking = new ParkingSettings(Duration.ofHours(1), cap, 7, 3, 1_000_000, null, retry);
    var afterDeadLetter = random.nextBoolean() ? AfterDeadLetter.BLOCK : AfterDeadLetter.CONTINUE;
    DataSize memory =
        List.of(DataSize.ofMegabytes(1), DataSize.ofKilobytes(9), DataSize.ofBytes(0))
            .get(random.nextInt(3));
    return new ModelInstance.Settings(
        parking, new DeadLetterSettings(afterDeadLetter), new BudgetSettings(memory));
  }

  ModelWorld world() {
    return world;
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
    heal();
    oracle.checkTheEnd();
    group.close();
  }

  void step() {
    world.clock.advance(Duration.ofMillis(random.nextInt(600)));
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> order();
      case 3 -> customerEvent();
      case 4 -> sendLater();
      case 5 -> repeat();
      case 6 -> disturb();
      default -> round();
    }
  }

  private void order() {
    CustomerId customer;
    if (versions.isEmpty() || random.nextInt(3) == 0) {
      customer = CustomerId.of("customer-" + versions.size());
      versions.put(customer, 0L);
      unregistered.add(customer);
    } else {
      customer = any(List.copyOf(versions.keySet()));
    }
    OrderId id = new OrderId(world.ids.get());
    var charge = message(new ChargePayment(id, customer, new Money(100, "EUR")), id);
    var refund = message(new RefundPayment(id, customer, "cancelled"), id);
    var order = new ModelOracle.Order(id, customer, charge, refund);
    oracle.ordered(order);
    boolean refunded = random.nextInt(3) == 0;
    if (refunded && random.nextInt(4) == 0) {
      refund(order);
      chargeLater.add(order);
    } else {
      charge(order);
      if (refunded) {
        refundLater.add(order);
      }
    }
  }

  private <T extends dev.parkade.messages.payment.PaymentCommand> Message<T> message(
      T body, OrderId order) {
    return messages.first(body, order.text(), order.text(), null);
  }

  private void charge(ModelOracle.Order order) {
    oracle.chargeSent(order);
    world.publish(Topics.PAYMENT_COMMANDS, order.customer(), order.charge());
  }

  private void refund(ModelOracle.Order order) {
    oracle.refundSent(order);
    world.publish(Topics.PAYMENT_COMMANDS, order.customer(), order.refund());
  }

  private void sendLater() {
    List<ModelOracle.Order> from = random.nextBoolean() ? chargeLater : refundLater;
    if (!from.isEmpty()) {
      ModelOracle.Order order = from.remove(random.nextInt(from.size()));
      if (from == chargeLater) {
        charge(order);
      } else {
        refund(order);
      }
    }
  }

  private void repeat() {
    var commands = world.all(Topics.PAYMENT_COMMANDS);
    if (faulty && !commands.isEmpty()) {
      world.log.repeat(any(commands));
    }
  }

  private void customerEvent() {
    if (!unregistered.isEmpty() && random.nextInt(3) > 0) {
      CustomerId customer = unregistered.remove(random.nextInt(unregistered.size()));
      oracle.registered(customer);
      tell(customer, CustomerStatus.ACTIVE);
    } else if (faulty && !versions.isEmpty()) {
      CustomerId customer = any(List.copyOf(versions.keySet()));
      if (!unregistered.contains(customer)) {
        boolean stays = random.nextInt(3) > 0;
        tell(customer, stays ? CustomerStatus.ACTIVE : CustomerStatus.INACTIVE);
      }
    }
  }

  private void tell(CustomerId customer, CustomerStatus status) {
    long version = versions.merge(customer, 1L, Long::sum);
    CustomerEvent event =
        version == 1
            ? new CustomerRegistered(customer, "n", "e", status, version)
            : status == CustomerStatus.ACTIVE
                ? new CustomerChanged(customer, "n", "e", status, version)
                : new CustomerDeactivated(customer, "n", "e", status, version);
    String subject = customer.text();
    world.publish(Topics.CUSTOMER_EVENTS, customer, messages.first(event, subject, subject, null));
  }

  private void disturb() {
    if (!faulty) {
      group.rebalance();
      return;
    }
    switch (random.nextInt(10)) {
      case 0 -> group.kill();
      case 1, 2 -> group.rebalance();
      case 3 -> group.suspect();
      case 4 -> world.compact();
      case 5 -> world.clock.advance(Duration.ofMinutes(random.nextInt(45)));
      case 6 -> any(group.instances()).circuit(random.nextInt(2), true);
      case 7 -> group.instances().forEach(ModelInstance::closeCircuits);
      case 8 -> {
        ModelInstance instance = any(group.instances());
        instance.blocked().forEach(instance::unblock);
      }
      default -> any(providers).arrive(random.nextInt(100));
    }
  }

  private void round() {
    ModelInstance instance = any(group.instances());
    if (faulty && random.nextInt(5) == 0) {
      ModelMachine.Mishap[] all = ModelMachine.Mishap.values();
      instance.machine.plan(
          all[random.nextInt(all.length)],
          1 + random.nextInt(random.nextBoolean() ? 4 : 25),
          () -> freeze(instance));
    }
    group.round(instance, partition -> random.nextInt(7));
    oracle.check(group.instances());
  }

  /// The world goes on without it.
  private void freeze(ModelInstance instance) {
    if (group.freeze(instance)) {
      int steps = random.nextInt(12);
      for (int i = 0; i < steps; i++) {
        step();
      }
      group.thaw(instance);
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /// Everything arrives, everything works, nobody dies, somebody looks at the dead letters.
  private void heal() {
    providers.forEach(ModelProvider::heal);
    group.heal();
    List.copyOf(unregistered).forEach(oracle::registered);
    unregistered.forEach(customer -> tell(customer, CustomerStatus.ACTIVE));
    chargeLater.forEach(this::charge);
    refundLater.forEach(this::refund);
    settle();
    providers.forEach(ModelProvider::arriveAll);
    // the saga cancels what was not decided in time, and a refund that failed is sent again
    for (ModelOracle.Order order : oracle.orders()) {
      if (oracle.isRefunded(order) && oracle.isDead(order.refund().id())
          || !oracle.isRefunded(order) && oracle.isDead(order.charge().id())) {
        refund(order);
      }
    }
    settle();
    providers.forEach(ModelProvider::arriveAll);
  }

  private void settle() {
    for (int i = 0; i < 300 && !group.isDone(); i++) {
      world.clock.advance(Duration.ofSeconds(1));
      for (ModelInstance instance : group.instances()) {
        if (i % 50 == 49) {
          instance.blocked().forEach(instance::unblock);
        }
        group.round(instance, partition -> 50);
        oracle.check(List.of(instance));
      }
    }
    if (!group.isDone()) {
      throw new AssertionError("still waiting: " + group.waiting());
    }
  }
}
