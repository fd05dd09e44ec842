package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.charging.Charging;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.Verdict;
import dev.parkade.payment.customers.CustomerCopies;
import dev.parkade.payment.customers.Standing;
import dev.parkade.payment.gateway.Providers;
import dev.parkade.runtime.consuming.Failures;
import dev.parkade.runtime.consuming.PositionsLost;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.pipeline.Pipeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides commands and commits what follows from them, in the order that loses nothing: parked
/// records are acknowledged before the position moves, tombstones follow the commit.
final class Settling {

  private static final Logger log = LoggerFactory.getLogger(Settling.class);

  /// How long a transaction stays open for the broker's acknowledgement.
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final Consumer<Pipeline> NOTHING = pipeline -> {};

  private final Ownership ownership;
  private final CustomerCopies copies;
  private final Charging charging;
  private final Providers providers;
  private final Commits commits;
  private final GateWrites writes;
  private final Memory memory;
  private final Releases releases;
  private final Outbox outbox;
  private final Messages messages;
  private final ParkingSettings settings;
  private final boolean blocks;
  private final Clock clock;

  Settling(
      Ownership ownership,
      CustomerCopies copies,
      Charging charging,
      Providers providers,
      Commits commits,
      GateWrites writes,
      Memory memory,
      Releases releases,
      Outbox outbox,
      Messages messages,
      ParkingSettings settings,
      DeadLetterSettings deadLetters,
      Clock clock) {
    this.ownership = ownership;
    this.copies = copies;
    this.charging = charging;
    this.providers = providers;
    this.commits = commits;
    this.writes = writes;
    this.memory = memory;
    this.releases = releases;
    this.outbox = outbox;
    this.messages = messages;
    this.settings = settings;
    this.blocks = deadLetters.blocks();
    this.clock = clock;
  }

  boolean isProviderAway() {
    return providers.isAway();
  }

  /// What may be released now, limited so that nobody else waits long.
  List<Slice> nextSlices() {
    return isProviderAway()
        ? List.of()
        : memory.loaded(releases.slices(settings.releaseSlice(), settings.releasePerCustomer()));
  }

  /// Decides the commands of a poll and what is released with them.
  void settle(
      Polled polled,
      List<Slice> slices,
      org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
    List<Effects.Dead> garbage = garbage();
    if (polled.isEmpty() && slices.isEmpty() && garbage.isEmpty()) {
      return;
    }
    Fences fences = fences(polled, slices);
    Plan plan =
        new GatePoll(ownership::running, fences, settings.maxPerCustomer())
            .plan(slices, polled.commands());
    List<List<Verdict>> verdicts = charging.decide(plan.tasks(), fences);
    Effects effects =
        new Judging(settings.retry(), blocks, ThreadLocalRandom.current(), clock.instant())
            .judge(plan, verdicts);
    polled.deadCommands().stream()
        .filter(dead -> !effects.isHeldBack(dead.record()))
        .forEach(effects.poison()::add);
    effects.poison().addAll(polled.deadCustomers());
    effects.poison().addAll(garbage);
    effects.customers().addAll(polled.customerEvents());
    int handled = polled.commands().size() + polled.customerEvents().size();
    var unused = commit(effects, ends(polled, effects), slices, handled);
    effects
        .heldBack()
        .forEach((number, offset) -> consumer.seek(GatePartition.commandsOf(number), offset));
  }

  /// What was decided about these orders before. Asked together with whether the partitions are
  /// still ours: whom a successor cannot know from its bootstrap nobody may be charged for, since
  // it
  /// could void the charge without asking. Read after the customers were, a raised epoch cannot be
  /// missed.
  private Fences fences(Polled polled, List<Slice> slices) {
    Set<Integer> numbers = new TreeSet<>();
    Set<OrderId> orders = new LinkedHashSet<>();
    for (Command command : polled.commands()) {
      numbers.add(command.record().partition());
      orders.add(command.orderId());
    }
    for (Slice slice : slices) {
      numbers.add(slice.partition().number());
      slice.entries().forEach(entry -> orders.add(entry.orderId()));
    }
    if (orders.isEmpty()) {
      return Fences.none();
    }
    Pipeline query = new Pipeline();
    Fences fences = charging.fences(query, orders);
    commits.queryOwned(numbers, query);
    return fences;
  }

  private CompletableFuture<?> commit(
      Effects effects, Map<TopicPartition, Long> ends, List<Slice> slices, int handled) {
    for (Effects.Park park : effects.parks()) {
      Parked entry = park.entry();
      ownership.running(entry.partition()).unconfirmed().put(entry.id(), entry);
    }
    commits.checkBudget(effects.poison(), handled);
    GateWrites.Parking parking = writes.park(effects);
    Set<Integer> numbers = numbers(effects, ends);
    Map<MessageId, Long> offsets = commitParked(effects, parking, ends, numbers);
    Instant now = clock.instant();
    // not before the dead letters: a marker without its dead letter would be a lost command
    Map<MessageId, Long> marks = writes.mark(effects.blocks(), now);
    memory.apply(effects, slices, offsets, now);
    memory.block(effects.blocks(), marks, now);
    CompletableFuture<?>[] tombstones =
        effects.settled().stream().map(this::tombstone).toArray(CompletableFuture<?>[]::new);
    effects.poison().forEach(this::forgetGarbage);
    numbers.forEach(this::removeUnconfirmed);
    return CompletableFuture.allOf(tombstones);
  }

  /// Commits when everything is parked, and not before; until then the transaction's statements
  /// run.
  ///
  /// @return where the parked records stand
  private Map<MessageId, Long> commitParked(
      Effects effects,
      GateWrites.Parking parking,
      Map<TopicPartition, Long> ends,
      Set<Integer> numbers) {
    List<Outgoing> replies = replies(effects);
    List<Effects.Dead> dead = new ArrayList<>(effects.poison());
    dead.addAll(effects.dead());
    Consumer<Pipeline> work =
        pipeline -> {
          copies.store(pipeline, effects.customers());
          charging.store(pipeline, effects.changes());
          outbox.addAll(pipeline, replies);
        };
    try {
      commits.commit(ends, numbers, dead, work, () -> parking.await(PATIENCE));
    } catch (GateWrites.StillParking slow) {
      // a broker that takes its time is waited for without the locks of a transaction
      parking.await();
      commits.commit(ends, numbers, dead, work, () -> {});
    }
    return parking.offsets();
  }

  private CompletableFuture<?> tombstone(Effects.Settled settled) {
    return writes.tombstone(settled.entry().partition(), settled.entry().id().text());
  }

  /// A poll that failed after it had parked commands may have decided them at its second attempt.
  /// Those that come again are left alone: a tombstone could meet them when they are parked anew.
  private void removeUnconfirmed(int number) {
    GatePartition running = ownership.running(number);
    for (Parked entry : running.unconfirmed().values()) {
      if (running.isStale(entry)) {
        var unused = writes.tombstone(number, entry.id().text());
      }
    }
    running.unconfirmed().values().removeIf(running::hasRead);
  }

  private void forgetGarbage(Effects.Dead dead) {
    var record = dead.record();
    if (record.topic().equals(Topics.PAYMENT_PARKED.name())) {
      ownership.running(record.partition()).garbage().remove(dead);
      // or it would be read again at every start
      var unused = writes.tombstone(record.partition(), record.key());
    }
  }

  /// Releases what is due, without any record having come.
  void releaseDue(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
    List<Slice> slices = nextSlices();
    try {
      settle(Polled.nothing(), slices, consumer);
    } catch (RuntimeException e) {
      if (Failures.isTransient(e) || e instanceof PositionsLost) {
        throw e;
      }
      log.warn("releasing {} customers failed, releasing them one by one", slices.size(), e);
      for (Slice slice : slices) {
        releaseAlone(new Slice(slice.partition(), slice.entries().subList(0, 1)), consumer);
      }
    }
  }

  private void releaseAlone(
      Slice slice, org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
    try {
      settle(Polled.nothing(), List.of(slice), consumer);
    } catch (RuntimeException e) {
      if (Failures.isTransient(e) || e instanceof PositionsLost) {
        throw e;
      }
      Parked entry = slice.entries().getFirst();
      log.error("releasing {} failed", entry.id(), e);
      giveUp(entry, Effects.Dead.failed(entry.command().record(), e));
    }
  }

  /// Commits effects that no record brought about. The tombstones are on their way: the future
  /// completes when the broker has acknowledged them.
  CompletableFuture<?> commitAlone(Effects effects) {
    return commit(effects, Map.of(), List.of(), 0);
  }

  private void giveUp(Parked entry, Effects.Dead dead) {
    commits.checkBudget(List.of(dead), 0);
    Effects effects = new Effects();
    effects.dead().add(dead);
    if (blocks && entry.isCharge()) {
      effects.blocks().add(entry.asked());
    } else {
      effects.settled().add(new Effects.Settled(entry, SettleCause.GIVEN_UP, null));
    }
    var unused = commitAlone(effects);
  }

  /// Sets a record aside that cannot be handled, and moves past it.
  void bury(Polled polled, Effects.Dead dead) {
    commits.checkBudget(List.of(dead), 0);
    Map<TopicPartition, Long> ends = polled.ends();
    List<Command> first = polled.commands().stream().filter(this::blocksItsCustomer).toList();
    if (!first.isEmpty()) {
      Effects effects = new Effects();
      effects.dead().add(dead);
      for (Command command : first) {
        // parked before the position moves, so that no crash lets the customer go on
        Parked entry =
            Parked.fresh(command, clock.instant(), WaitReason.EARLIER_COMMANDS, 0).asked();
        effects.parks().add(new Effects.Park(entry, null, false));
        effects.blocks().add(entry);
      }
      var unused = commit(effects, ends, List.of(), first.size());
    } else if (!ends.isEmpty()) {
      commits.commit(ends, numbers(new Effects(), ends), List.of(dead), NOTHING, () -> {});
    }
  }

  /// Whether a command that could not be handled was a charge whose turn it was.
  private boolean blocksItsCustomer(Command command) {
    if (!blocks || !(command.message().body() instanceof ChargePayment)) {
      return false;
    }
    GatePartition partition = ownership.running(command.record().partition());
    if (partition.customers().standing(command.customerId().text()) == Standing.UNKNOWN
        || partition.waiting().get(command.id()) != null) {
      return false;
    }
    Pipeline query = new Pipeline();
    Fences fences = charging.fences(query, List.of(command.orderId()));
    commits.queryOwned(Set.of(partition.number()), query);
    return !fences.contains(command.orderId());
  }

  /// Stores how far `payment.parked` is settled where that has changed, and refreshes the gauges.
  void tidy(Instant now) {
    Set<Integer> moved = new TreeSet<>();
    for (GatePartition partition : ownership.running()) {
      long stored = commits.position(GatePartition.parkedOf(partition.number()));
      if (partition.parkedPosition() != stored) {
        moved.add(partition.number());
      }
    }
    if (!moved.isEmpty()) {
      commits.commit(Map.of(), moved, List.of(), NOTHING, () -> {});
      moved.forEach(this::removeUnconfirmed);
    }
    memory.measure(now);
  }

  private List<Effects.Dead> garbage() {
    return ownership.running().stream().flatMap(p -> p.garbage().stream()).toList();
  }

  private List<Outgoing> replies(Effects effects) {
    return effects.replies().stream()
        .map(
            reply -> {
              String order = reply.body().orderId().text();
              return new Outgoing(
                  Topics.ORDER_REPLIES, order, messages.causedBy(reply.to(), reply.body(), order));
            })
        .toList();
  }

  private static Map<TopicPartition, Long> ends(Polled polled, Effects effects) {
    Map<TopicPartition, Long> ends = polled.ends();
    effects
        .heldBack()
        .forEach((number, offset) -> ends.put(GatePartition.commandsOf(number), offset));
    return ends;
  }

  private static Set<Integer> numbers(Effects effects, Map<TopicPartition, Long> ends) {
    Set<Integer> numbers = effects.partitions();
    ends.keySet().forEach(p -> numbers.add(p.partition()));
    return numbers;
  }
}
