package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.charging.Charging;
import dev.parkade.payment.charging.PaymentTable;
import dev.parkade.payment.customers.UnstoredCopies;
import dev.parkade.payment.gateway.GatewaySettings;
import dev.parkade.payment.gateway.GuardedGateway;
import dev.parkade.payment.gateway.Providers;
import dev.parkade.runtime.consuming.ConsumerHealth;
import dev.parkade.runtime.consuming.DeadLetterBudget;
import dev.parkade.runtime.consuming.Failures;
import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.runtime.replay.ReplayedMessages;
import dev.parkade.runtime.tracing.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;

/// One instance of the service: the real gate, put together as in [GateConfiguration], between a
/// consumer, a broker, a database and providers that are models.
final class ModelInstance {

  /// What may differ from history to history.
  record Settings(ParkingSettings parking, DeadLetterSettings deadLetters, BudgetSettings budget) {}

  private static final String GROUP = "payment-service";

  /// The breaker only opens when it is told to, because never do fifty calls in a row fail, and no
  /// call is given up: so a run can be repeated.
  private static final GatewaySettings GATEWAY =
      new GatewaySettings(Duration.ofMinutes(5), 64, 50, 50, 100, Duration.ofDays(1), 5);

  final ModelMachine machine;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ModelConsumer consumer;
  private final List<GuardedGateway> guards;
  private final Providers providers;
  private final Charging charging;
  private final Ownership ownership;
  private final Unblocking unblocking;
  private final Gate gate;
  private List<ConsumerRecord<String, byte[]>> pending = List.of();
  private long nanos;

  ModelInstance(ModelWorld world, List<ModelProvider> reachable, Settings settings) {
    this(world, reachable, settings, new ModelMachine());
  }

  ModelInstance(
      ModelWorld world, List<ModelProvider> reachable, Settings settings, ModelMachine machine) {
    this.machine = machine;
    var clock = world.clock;
    var metrics = new GateMetrics(meters);
    var bounds = new BoundsMetrics(meters);
    var records = new ParkedRecords(world.reader);
    var store = world.positions(machine);
    var kafka = world.kafka(machine);
    var messages = new Messages(GROUP, clock, world.ids);
    consumer = consumer(world);
    PaymentTable.Session session =
        world.payments.session(world.connection(machine), clock, world.ids);
    guards = reachable.stream().map(p -> new GuardedGateway(p.from(machine), GATEWAY)).toList();
    providers = new Providers(guards, session.claims());
    charging = session.charging(providers);
    var topology = new Topology(ModelBroker.of(world.log), count -> count);
    var releases = new Releases();
    var ages = new AgeClock(settings.parking(), clock.instant());
    var readBack = new ReadBack(() -> consumer(world), records, bounds, this::nanoTime);
    var memory =
        new Memory(
            releases,
            new ParkedDirectory(),
            ages,
            metrics,
            new Budget(settings.budget()),
            readBack,
            bounds);
    var positions = new OwnedPositions(GROUP, store);
    var status = new GateStatus(providers, metrics);
    var bootstrap =
        new Bootstrap(
            GROUP,
            store,
            () -> consumer(world),
            topology::ends,
            world.reader,
            records,
            memory::fit);
    ownership = new Ownership(positions, bootstrap, topology, status, clock, memory);
    var commits =
        new Commits(
            positions,
            ownership,
            new DeadLetters(kafka, Topics.PAYMENT_DLQ, GROUP, GROUP, clock, meters),
            new DeadLetterBudget(100, Duration.ofSeconds(1), clock),
            world.transactions(machine),
            new JdbcTemplate());
    var traces = new GateTraces(Spans.off(), GROUP);
    var intake = new Intake(ownership, commits, records, memory, ages, clock);
    var storing =
        new Storing(
            ownership,
            new UnstoredCopies(),
            charging,
            commits,
            new GateWrites(kafka, records, messages, world.codec, metrics, traces),
            memory,
            world.outbox(),
            messages,
            new ReplayedMessages(messages, meters),
            clock);
    var settling =
        new Settling(
            ownership,
            charging,
            providers,
            commits,
            storing,
            memory,
            releases,
            settings.parking(),
            settings.deadLetters(),
            traces,
            clock);
    unblocking = new Unblocking(ownership, topology, storing);
    gate =
        new Gate(
            ownership,
            positions,
            topology,
            world.reader,
            settling,
            storing,
            new Expiry(ownership, ages, storing, memory, traces, settings.parking().releaseSlice()),
            intake,
            releases,
            unblocking,
            status,
            metrics,
            new ConsumerHealth(meters),
            traces,
            clock);
  }

  private ModelConsumer consumer(ModelWorld world) {
    return new ModelConsumer(world.log, () -> nanos += Duration.ofMillis(50).toNanos());
  }

  private long nanoTime() {
    return nanos;
  }

  void assign(int number) {
    List<TopicPartition> triple = GatePartition.triple(number);
    consumer.add(triple);
    ownership.onPartitionsAssigned(consumer, triple);
  }

  /// @param noticed whether the partition was given back, or taken away
  void remove(int number, boolean noticed) {
    List<TopicPartition> triple = GatePartition.triple(number);
    consumer.remove(triple);
    if (noticed) {
      ownership.onPartitionsRevokedAfterCommit(consumer, triple);
    } else {
      ownership.onPartitionsLost(consumer, triple);
    }
  }

  Set<Integer> owned() {
    Set<Integer> numbers = new TreeSet<>();
    consumer.assignment().forEach(p -> numbers.add(p.partition()));
    return numbers;
  }

  /// One round of the container: what is due, a poll, the listener; or the same poll again, if the
  /// listener has failed.
  void round(ToIntFunction<TopicPartition> limits) {
    nanos += Duration.ofMillis(200).toNanos();
    try {
      if (pending.isEmpty()) {
        gate.setupThreadState(consumer);
        pending = consumer.read(limits);
      }
      if (!pending.isEmpty()) {
        gate.onMessage(pending, consumer);
        pending = List.of();
      }
    } catch (ModelMachine.Died e) {
      machine.die();
    } catch (RuntimeException e) {
      if (!Failures.isTransient(e)) {
        throw e;
      }
    }
  }

  /// Opens or closes the circuit to a provider.
  void circuit(int provider, boolean open) {
    var breaker = guards.get(Math.floorMod(provider, guards.size())).breaker();
    if (open) {
      breaker.transitionToOpenState();
    } else {
      breaker.transitionToClosedState();
    }
  }

  void closeCircuits() {
    for (int i = 0; i < guards.size(); i++) {
      circuit(i, false);
    }
  }

  void unblock(CustomerId customer) {
    var unused = unblocking.ask(customer, "somebody has looked at it");
  }

  /// Customers whom a dead letter holds back.
  Set<CustomerId> blocked() {
    Set<CustomerId> blocked = new HashSet<>();
    for (Parked entry : waiting()) {
      if (entry.isBlock()) {
        blocked.add(entry.customerId());
      }
    }
    return blocked;
  }

  List<Parked> waiting() {
    List<Parked> waiting = new ArrayList<>();
    for (GatePartition partition : ownership.running()) {
      for (CustomerId customer : partition.waiting().customers()) {
        Objects.requireNonNull(partition.waiting().queue(customer)).all().forEach(waiting::add);
      }
    }
    return waiting;
  }

  boolean hasReadAll() {
    return pending.isEmpty() && consumer.hasReadAll() && owned().stream().allMatch(ownership::runs);
  }

  double orderViolations() {
    return meters.counter("parkade.gate.order.violations").count();
  }

  void close() {
    charging.close();
    guards.forEach(GuardedGateway::close);
  }
}
