package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.payment.customers.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps what the gate remembers in step with what is committed: queues, who is ready, what people
/// see, the gauges. Belongs to the gate's thread.
final class Memory implements Ownership.Watcher {

  private record Touched(GatePartition partition, CustomerId customer) {}

  private final Releases releases;
  private final ParkedDirectory directory;
  private final AgeClock ages;
  private final GateMetrics metrics;
  private final Budget budget;
  private final ReadBack readBack;
  private final BoundsMetrics bounds;
  private final Map<Integer, GatePartition> running = new HashMap<>();

  Memory(
      Releases releases,
      ParkedDirectory directory,
      AgeClock ages,
      GateMetrics metrics,
      Budget budget,
      ReadBack readBack,
      BoundsMetrics bounds) {
    this.releases = releases;
    this.directory = directory;
    this.ages = ages;
    this.metrics = metrics;
    this.budget = budget;
    this.readBack = readBack;
    this.bounds = bounds;
  }

  @Override
  public void started(GatePartition partition) {
    running.put(partition.number(), partition);
    partition.waiting().oldestFirst().forEach(directory::put);
    partition.waiting().customers().forEach(c -> releases.refresh(partition, c));
    int forCustomers = 0;
    for (Parked entry : partition.waiting().oldestFirst()) {
      forCustomers += waitsForItsCustomer(partition, entry) ? 1 : 0;
    }
    ages.parked(forCustomers);
  }

  @Override
  public void stopped(GatePartition partition) {
    running.remove(partition.number());
    partition.waiting().oldestFirst().forEach(directory::remove);
    releases.drop(partition);
  }

  /// An entry of a partition that is being loaded, without its content if that is too much.
  ///
  /// @param loading the partitions that are loaded together and do not run yet
  Parked fit(Parked entry, Collection<GatePartition> loading) {
    List<GatePartition> all = new ArrayList<>(running.values());
    all.addAll(loading);
    return budget.fit(entry, all);
  }

  /// These slices as far as their content is in memory or can be brought there now. Whoever gets
  /// nothing goes to the end of the line.
  List<Slice> loaded(List<Slice> slices) {
    if (slices.stream().flatMap(s -> s.entries().stream()).noneMatch(Parked::isSpilled)) {
      return slices;
    }
    readBack.load(slices, () -> budget.hasRoomToReadAhead(running.values()));
    List<Slice> loaded = new ArrayList<>();
    List<Slice> unread = new ArrayList<>();
    for (Slice slice : slices) {
      Slice part = loaded(slice);
      if (part == null) {
        unread.add(slice);
      } else {
        loaded.add(part);
      }
    }
    releases.served(unread);
    return loaded;
  }

  /// A slice up to its first entry that is spilled; null if that is its very first.
  private static @Nullable Slice loaded(Slice slice) {
    List<Parked> entries = new ArrayList<>();
    for (Parked entry : slice.entries()) {
      Parked now = slice.partition().waiting().get(entry.id());
      if (now == null || now.isSpilled()) {
        break;
      }
      entries.add(now);
    }
    return entries.isEmpty() ? null : new Slice(slice.partition(), entries);
  }

  /// A customer is known.
  ///
  /// @param arrived when, if it had been unknown
  /// @param trace the span that handled its event, if somebody collects it
  void customerKnown(
      GatePartition partition,
      CustomerId customer,
      @Nullable Instant arrived,
      @Nullable Traceparent trace) {
    CustomerQueue queue = partition.waiting().queue(customer);
    if (queue != null) {
      if (arrived != null) {
        queue.released(arrived, trace);
      }
      releases.refresh(partition, customer);
    }
  }

  /// Somebody else parked a command, or parked it again.
  void foreign(GatePartition partition, Parked entry) {
    Parked known = partition.waiting().get(entry.id());
    if (known != null && known.offset() >= entry.offset()) {
      return;
    }
    // only the owner marks dead letters; a mark of somebody else is that of a predecessor that had
    // not noticed, so the command is looked at once more
    WaitReason reason = entry.isBlock() ? WaitReason.EARLIER_COMMANDS : entry.reason();
    Parked current = known == null ? entry : entry.inPlaceOf(known);
    put(partition, current.again(reason, entry.attempts()).at(entry.offset()));
    releases.refresh(partition, entry.customerId());
  }

  /// Somebody else settled a command.
  void foreignTombstone(GatePartition partition, MessageId id, long offset, Instant now) {
    Parked known = partition.waiting().get(id);
    // a tombstone of ours for an earlier life of the same command is older than what waits
    if (known != null && known.offset() < offset) {
      remove(partition, new Effects.Settled(known, SettleCause.REMOVED, null), now);
      releases.refresh(partition, known.customerId());
    }
  }

  /// Applies what was committed.
  ///
  /// @param offsets where the parked commands stand now
  void apply(Effects effects, List<Slice> slices, Map<MessageId, Long> offsets, Instant now) {
    // in order, so that a history that is told again from its seed runs the same way
    Set<Touched> touched = new LinkedHashSet<>();
    for (Effects.Settled settled : effects.settled()) {
      GatePartition partition = partition(settled.entry());
      remove(partition, settled, now);
      touched.add(new Touched(partition, settled.entry().customerId()));
    }
    for (Effects.Park park : effects.parks()) {
      Parked entry = park.entry();
      GatePartition partition = partition(entry);
      park(partition, park, Objects.requireNonNull(offsets.get(entry.id())));
      touched.add(new Touched(partition, entry.customerId()));
    }
    slices.forEach(this::letGo);
    releases.served(slices);
    touched.forEach(t -> releases.refresh(t.partition(), t.customer()));
    effects.taken().forEach(taken -> checkOrder(taken.command()));
    metrics.repeated(effects.repeats().size());
    measure(now);
  }

  /// Dead letters hold their customers back from now on.
  ///
  /// @param marks where their markers stand; one that is missing could not be written
  void block(List<Parked> blocks, Map<MessageId, Long> marks, Instant now) {
    for (Parked block : blocks) {
      GatePartition partition = partition(block);
      Parked parked = partition.waiting().get(block.id());
      if (parked != null) {
        Long mark = marks.get(block.id());
        if (mark != null) {
          partition.wrote(mark);
        }
        put(partition, block.deadLettered(now).at(mark == null ? parked.offset() : mark));
        releases.refresh(partition, block.customerId());
      }
    }
  }

  /// What was read back for a release and has to go on waiting need not stay in memory.
  private void letGo(Slice slice) {
    for (Parked entry : slice.entries()) {
      Parked left = slice.partition().waiting().get(entry.id());
      if (left != null && !left.isSpilled()) {
        slice.partition().waiting().put(budget.fit(left, running.values()));
      }
    }
  }

  private void park(GatePartition partition, Effects.Park park, long offset) {
    if (partition.waiting().get(park.entry().id()) == null) {
      metrics.parked(1);
      if (waitsForItsCustomer(partition, park.entry())) {
        ages.parked(1);
      }
    }
    partition.wrote(offset);
    put(partition, park.entry().at(offset));
    CustomerQueue queue = partition.waiting().queue(park.entry().customerId());
    if (queue != null && park.due() != null) {
      queue.waitUntil(park.due());
    }
  }

  /// What waits for a provider grows without any customer, and says nothing about their feed.
  private static boolean waitsForItsCustomer(GatePartition partition, Parked entry) {
    return partition.customers().standing(entry.customerId().text()) == Standing.UNKNOWN;
  }

  private void put(GatePartition partition, Parked entry) {
    partition.waiting().put(budget.fit(entry, running.values()));
    directory.put(entry);
  }

  private void remove(GatePartition partition, Effects.Settled settled, Instant now) {
    Parked removed = partition.waiting().remove(settled.entry().id());
    if (removed != null) {
      directory.remove(removed);
      metrics.settled(removed, settled.cause(), settled.releasedAt(), now);
    }
  }

  /// The invariant that a customer's charges are taken in command order, checked where it could
  /// break.
  private void checkOrder(Command taken) {
    GatePartition partition = Objects.requireNonNull(running.get(taken.record().partition()));
    CustomerQueue queue = partition.waiting().queue(taken.customerId());
    Parked head = queue == null ? null : queue.head();
    if (head != null && !head.isRefund() && head.place().originOffset() < taken.record().offset()) {
      metrics.orderViolated();
    }
  }

  /// Brings the gauges up to date.
  void measure(Instant now) {
    long count = 0;
    long bytes = 0;
    long customers = 0;
    long spilled = 0;
    long customerBytes = 0;
    Instant oldest = null;
    for (GatePartition partition : running.values()) {
      Waiting waiting = partition.waiting();
      count += waiting.size();
      bytes += waiting.bytes();
      customers += partition.customers().size();
      spilled += waiting.spilled();
      customerBytes += partition.customers().bytes();
      Parked first = waiting.oldest();
      if (first != null && (oldest == null || first.firstAt().isBefore(oldest))) {
        oldest = first.firstAt();
      }
    }
    if (count == 0) {
      ages.nothingWaits();
    }
    metrics.waiting(count, bytes, oldest, customers, now);
    bounds.measured(spilled, customerBytes);
    metrics.feedStalled(ages.isStalled());
  }

  private GatePartition partition(Parked entry) {
    return Objects.requireNonNull(running.get(entry.partition()));
  }
}
