package dev.parkade.payment.parking;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.charging.Charging;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.Verdict;
import dev.parkade.payment.customers.Standing;
import dev.parkade.payment.gateway.Providers;
import dev.parkade.runtime.consuming.Failures;
import dev.parkade.runtime.consuming.PositionsLost;
import dev.parkade.runtime.deadletter.Failure;
import dev.parkade.runtime.pipeline.Pipeline;
import dev.parkade.runtime.tracing.LogContext;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides commands, those of a poll and those whose time has come, and has [Storing] bring about
/// what follows from them.
final class Settling {

  private static final Logger log = LoggerFactory.getLogger(Settling.class);

  private final Ownership ownership;
  private final Charging charging;
  private final Providers providers;
  private final Commits commits;
  private final Storing storing;
  private final Memory memory;
  private final Releases releases;
  private final ParkingSettings settings;
  private final boolean blocks;
  private final GateTraces traces;
  private final Clock clock;

  Settling(
      Ownership ownership,
      Charging charging,
      Providers providers,
      Commits commits,
      Storing storing,
      Memory memory,
      Releases releases,
      ParkingSettings settings,
      DeadLetterSettings deadLetters,
      GateTraces traces,
      Clock clock) {
    this.ownership = ownership;
    this.charging = charging;
    this.providers = providers;
    this.commits = commits;
    this.storing = storing;
    this.memory = memory;
    this.releases = releases;
    this.settings = settings;
    this.blocks = deadLetters.blocks();
    this.traces = traces;
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
  void settle(Polled polled, List<Slice> slices, Consumer<?, ?> consumer) {
    List<Effects.Dead> garbage = garbage();
    if (polled.isEmpty() && slices.isEmpty() && garbage.isEmpty()) {
      return;
    }
    GateTraces.Releasing releasing = traces.release(slices);
    try {
      settle(polled, releasing, garbage, consumer);
    } catch (RuntimeException e) {
      releasing.end(e);
      throw e;
    }
    releasing.end(null);
  }

  private void settle(
      Polled polled,
      GateTraces.Releasing releasing,
      List<Effects.Dead> garbage,
      Consumer<?, ?> consumer) {
    List<Slice> slices = releasing.slices();
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
    for (Effects.Dead dead : effects.allDead()) {
      polled.traces().setAside(dead.record(), dead.failure().reason().name());
      releasing.setAside(dead);
    }
    int handled = polled.commands().size() + polled.customerEvents().size();
    var unused = storing.store(effects, ends(polled, effects), slices, handled);
    effects
        .heldBack()
        .forEach((number, offset) -> consumer.seek(GatePartition.commandsOf(number), offset));
  }

  /// What was decided about these orders before. Asked together with whether the partitions are
  /// still ours: whom a successor cannot know from its bootstrap nobody may be charged for, since
  /// it could void the charge without asking. Read after the customers were, a raised epoch cannot
  /// be missed.
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

  /// Releases what is due, without any record having come.
  void releaseDue(Consumer<?, ?> consumer) {
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

  private void releaseAlone(Slice slice, Consumer<?, ?> consumer) {
    try {
      settle(Polled.nothing(), List.of(slice), consumer);
    } catch (RuntimeException e) {
      if (Failures.isTransient(e) || e instanceof PositionsLost) {
        throw e;
      }
      Parked entry = slice.entries().getFirst();
      try (LogContext _ = LogContext.of(entry.command().message().envelope())) {
        log.error("releasing {} failed", entry.id(), e);
      }
      Failure failure = Failure.of(e, entry.asked().tries());
      giveUp(entry, new Effects.Dead(entry.command().record(), failure));
    }
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
    var unused = storing.storeAlone(effects);
  }

  /// Sets a record aside that cannot be handled, and moves past it.
  void bury(Polled polled, Effects.Dead dead) {
    commits.checkBudget(List.of(dead), 0);
    polled.traces().setAside(dead.record(), dead.failure().reason().name());
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
      var unused = storing.store(effects, ends, List.of(), first.size());
    } else if (!ends.isEmpty()) {
      storing.moveOn(ends, dead);
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

  private List<Effects.Dead> garbage() {
    return ownership.running().stream().flatMap(p -> p.garbage().stream()).toList();
  }

  private static Map<TopicPartition, Long> ends(Polled polled, Effects effects) {
    Map<TopicPartition, Long> ends = polled.ends();
    effects
        .heldBack()
        .forEach((number, offset) -> ends.put(GatePartition.commandsOf(number), offset));
    return ends;
  }
}
