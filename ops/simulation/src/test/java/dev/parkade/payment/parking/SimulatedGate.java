package dev.parkade.payment.parking;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.SimulatedPayments;
import dev.parkade.payment.charging.Verdict;
import dev.parkade.payment.customers.Standing;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// The gate without broker and database. Routing ([GatePoll]), judging ([Judging]), what is
/// remembered ([Memory], [Releases], [GatePartition]) and the age of what waits ([AgeClock]) are
/// the service's own. What [Settling], [Storing], [Bootstrap] and [Expiry] do around them is a
/// model here, in the same order; `GateModelTest` of payment-service tests those themselves.
public final class SimulatedGate {

  /// What happens to the instance in the middle of a poll.
  public enum Fate {
    GOES_WELL,
    /// The provider was asked, and nobody knows.
    DIES_BEFORE_PARKING,
    /// What was parked is in the log, and nothing is committed.
    DIES_BEFORE_COMMIT,
    /// Committed, but without tombstones.
    DIES_AFTER_COMMIT
  }

  /// What is said to an order.
  ///
  /// @param to the command that it answers
  public record Said(Message<?> to, PaymentReply reply) {}

  /// What a poll came to.
  ///
  /// @param told sent at once, with what was parked
  /// @param replies committed, to be relayed; null if nothing was committed
  public record Settled(List<Said> told, @Nullable List<Said> replies) {}

  /// The partitions of every topic.
  public static final int PARTITIONS = 2;

  private static final byte[] NO_BYTES = {};
  private static final CompositeMeterRegistry NOWHERE = new CompositeMeterRegistry();
  private static final GateMetrics METRICS = new GateMetrics(NOWHERE);
  private static final BoundsMetrics BOUNDS = new BoundsMetrics(NOWHERE);
  private static final Budget BUDGET = new Budget(new BudgetSettings(DataSize.ofMegabytes(64)));

  private final SimulatedPayments payments;
  private final IntFunction<List<CustomerEvent>> customers;
  private final RandomGenerator random;
  private final Clock clock;
  private final ParkingSettings settings;
  private final boolean queues;

  // what outlives the instance
  private final ParkedLog[] logs = new ParkedLog[PARTITIONS];
  private final long[] commandsRead = new long[PARTITIONS];
  private final Set<MessageId> expired = new HashSet<>();

  // the instance
  private final GatePartition[] running = new GatePartition[PARTITIONS];
  private Releases releases = new Releases();
  private AgeClock ages;
  private Memory memory;

  /// @param customers what stands in a partition of the log of customers
  /// @param maxAge how long a charge waits for its customer
  /// @param queues whether a charge waits behind what waits already, as it must
  public SimulatedGate(
      SimulatedPayments payments,
      IntFunction<List<CustomerEvent>> customers,
      RandomGenerator random,
      Clock clock,
      Duration maxAge,
      boolean queues) {
    this.payments = payments;
    this.customers = customers;
    this.random = random;
    this.clock = clock;
    this.queues = queues;
    var retry =
        new RetrySettings(
            RetrySettings.Policy.EXPONENTIAL,
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            0.2,
            Integer.MAX_VALUE,
            Duration.ofDays(1),
            Map.of());
    settings = new ParkingSettings(maxAge, 1000, 500, 3, 1000, null, retry);
    for (int n = 0; n < PARTITIONS; n++) {
      logs[n] = new ParkedLog();
    }
    restart();
  }

  /// Where a key belongs.
  public static int partitionOf(String key) {
    return Partitioning.of(key, PARTITIONS);
  }

  /// The instance is gone; another one starts from what is stored and from the logs.
  public void restart() {
    releases = new Releases();
    ages = new AgeClock(settings, clock.instant());
    memory = new Memory(releases, new ParkedDirectory(), ages, METRICS, BUDGET, null, BOUNDS);
    for (int n = 0; n < PARTITIONS; n++) {
      GatePartition partition = new GatePartition(n, 1, logs[n].end());
      partition.commandsRead(commandsRead[n]);
      customers.apply(n).forEach(partition.customers()::apply);
      logs[n].replay(partition);
      running[n] = partition;
      memory.started(partition);
    }
  }

  /// One poll: customers first, then commands, with what is released.
  ///
  /// @param ends per partition, behind the last command
  public Settled poll(
      List<CustomerEvent> events,
      List<ConsumerRecord<String, Message<?>>> records,
      Map<Integer, Long> ends,
      Fate fate) {
    events.forEach(this::known);
    return settle(records.stream().map(SimulatedGate::command).toList(), ends, fate);
  }

  /// What is due without any record having come.
  public Settled release(Fate fate) {
    releases.makeReady(clock.instant());
    return settle(List.of(), Map.of(), fate);
  }

  /// Whether something can be released now.
  public boolean hasReady() {
    releases.makeReady(clock.instant());
    return !releases.isEmpty();
  }

  private void known(CustomerEvent event) {
    CustomerId customer = event.customerId();
    GatePartition partition = running[partitionOf(customer.text())];
    boolean arrives = partition.customers().standing(customer.text()) == Standing.UNKNOWN;
    partition.customers().apply(event);
    memory.customerKnown(partition, customer, arrives ? clock.instant() : null, null);
    ages.customerSeen(clock.instant());
  }

  private Settled settle(List<Command> commands, Map<Integer, Long> ends, Fate fate) {
    List<Slice> slices = releases.slices(settings.releaseSlice(), settings.releasePerCustomer());
    Fences fences = payments.fences(orders(commands, slices));
    Plan plan = new GatePoll(this::seen, fences, settings.maxPerCustomer()).plan(slices, commands);
    List<List<Verdict>> verdicts = payments.decide(plan.tasks(), fences);
    Effects effects =
        new Judging(settings.retry(), true, random, clock.instant()).judge(plan, verdicts);
    if (fate == Fate.DIES_BEFORE_PARKING) {
      return new Settled(List.of(), null);
    }
    Map<MessageId, Long> offsets = new HashMap<>();
    effects.parks().forEach(p -> offsets.put(p.entry().id(), log(p.entry()).append(p.entry())));
    List<Said> told = told(effects);
    if (fate == Fate.DIES_BEFORE_COMMIT) {
      return new Settled(told, null);
    }
    payments.store(effects.changes());
    ends.forEach((n, end) -> commandsRead[n] = end);
    storePositions();
    List<Said> replies = effects.replies().stream().map(r -> new Said(r.to(), r.body())).toList();
    if (fate == Fate.GOES_WELL) {
      ends.forEach((n, end) -> running[n].commandsRead(end));
      memory.apply(effects, slices, offsets, clock.instant());
      effects.settled().forEach(settled -> log(settled.entry()).tombstone(settled.entry().id()));
      readBack(offsets);
    }
    return new Settled(told, replies);
  }

  private static Set<OrderId> orders(List<Command> commands, List<Slice> slices) {
    Set<OrderId> orders = new LinkedHashSet<>();
    commands.forEach(command -> orders.add(command.orderId()));
    slices.forEach(slice -> slice.entries().forEach(entry -> orders.add(entry.orderId())));
    return orders;
  }

  private GatePartition seen(int number) {
    if (queues) {
      return running[number];
    }
    // the fault: nobody looks at what waits already
    GatePartition blind = new GatePartition(number, 1, 0);
    customers.apply(number).stream()
        .filter(e -> standing(number, e.customerId()) != Standing.UNKNOWN)
        .forEach(blind.customers()::apply);
    return blind;
  }

  private Standing standing(int number, CustomerId customer) {
    return running[number].customers().standing(customer.text());
  }

  private static List<Said> told(Effects effects) {
    List<Said> told = new ArrayList<>();
    effects.parks().stream().filter(Effects.Park::tell).forEach(p -> told.add(waits(p.entry())));
    effects.repeats().forEach(entry -> told.add(waits(entry)));
    return told;
  }

  private static Said waits(Parked entry) {
    var since = entry.firstAt();
    return new Said(
        entry.command().message(),
        new PaymentWaiting(entry.orderId(), entry.customerId(), since, entry.reason().name()));
  }

  /// What an instance wrote it reads itself.
  private void readBack(Map<MessageId, Long> offsets) {
    for (GatePartition partition : running) {
      offsets.values().forEach(partition::readBack);
      partition.parkedRead(logs[partition.number()].end());
    }
  }

  private void storePositions() {
    for (GatePartition partition : running) {
      logs[partition.number()].position(partition.parkedPosition());
    }
  }

  private ParkedLog log(Parked entry) {
    return logs[entry.partition()];
  }

  /// Sets aside what waited too long for its customer; to be called when every customer was read.
  ///
  /// @return the commands that became dead letters
  public List<MessageId> expire() {
    ages.tick(clock.instant());
    Effects effects = new Effects();
    for (GatePartition partition : running) {
      for (Parked entry : partition.waiting().oldestFirst()) {
        if (!ages.isTooOld(entry.firstAt())) {
          break;
        }
        if (standing(partition.number(), entry.customerId()) == Standing.UNKNOWN) {
          effects.settled().add(new Effects.Settled(entry, SettleCause.EXPIRED, null));
        }
      }
    }
    memory.apply(effects, List.of(), Map.of(), clock.instant());
    List<MessageId> dead = new ArrayList<>();
    for (Effects.Settled settled : effects.settled()) {
      log(settled.entry()).tombstone(settled.entry().id());
      dead.add(settled.entry().id());
    }
    expired.addAll(dead);
    return dead;
  }

  /// Whether this command became a dead letter, because its customer did not come.
  public boolean isDeadLetter(MessageId command) {
    return expired.contains(command);
  }

  /// How many commands wait.
  public int waiting() {
    int waiting = 0;
    for (GatePartition partition : running) {
      waiting += partition.waiting().size();
    }
    return waiting;
  }

  private static Command command(ConsumerRecord<String, Message<?>> record) {
    Message<?> message = record.value();
    var body = (PaymentCommand) message.body();
    var raw =
        new ConsumerRecord<>(
            record.topic(), record.partition(), record.offset(), record.key(), NO_BYTES);
    return new Command(raw, new Message<>(message.envelope(), body));
  }
}
