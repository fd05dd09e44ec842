package dev.parkade.payment.parking;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.payment.charging.Fences;
import dev.parkade.payment.charging.Task;
import dev.parkade.payment.customers.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;

/// Routes the commands of one poll: charge, park or answer. Pure: it reads the state of the gate
/// and changes nothing, so a poll that fails leaves nothing to undo.
///
/// A customer's commands keep their order: a charge goes behind whatever of its customer stays
/// parked, even if the customer is known. A refund overtakes, because a compensation never waits.
final class GatePoll {

  private final IntFunction<GatePartition> partitions;
  private final Fences fences;
  private final int maxPerCustomer;
  private final Map<CustomerId, List<Step>> chains = new LinkedHashMap<>();
  private final Map<MessageId, Plan.Park> parks = new LinkedHashMap<>();
  private final Map<CustomerId, Integer> parksOf = new HashMap<>();
  private final Map<CustomerId, Integer> leaving = new HashMap<>();
  private final List<Parked> repeats = new ArrayList<>();
  private final List<Plan.Copy> copies = new ArrayList<>();
  private final List<Command> withdrawn = new ArrayList<>();
  private final List<Command> overflow = new ArrayList<>();
  private final Set<OrderId> refunded = new HashSet<>();
  private final Set<MessageId> cancelled = new HashSet<>();
  private final Set<MessageId> refundedHere = new HashSet<>();

  /// @param partitions the state of a partition number
  GatePoll(IntFunction<GatePartition> partitions, Fences fences, int maxPerCustomer) {
    this.partitions = partitions;
    this.fences = fences;
    this.maxPerCustomer = maxPerCustomer;
  }

  /// @param slices parked commands to release, at most one slice per customer
  /// @param commands what was read, in log order per partition
  Plan plan(List<Slice> slices, List<Command> commands) {
    // before anything is released: a charge whose refund is in this poll must not happen
    for (Command command : commands) {
      if (command.message().body() instanceof RefundPayment) {
        waiting(command).ofOrder(command.customerId(), command.orderId()).forEach(this::cancel);
      }
    }
    slices.forEach(this::release);
    commands.forEach(this::route);
    return new Plan(
        List.copyOf(chains.values()),
        List.copyOf(parks.values()),
        repeats,
        copies,
        withdrawn,
        overflow);
  }

  private void cancel(Parked entry) {
    // a parked refund is no charge: it stays, and finds nothing left to do
    if (entry.isCharge() && cancelled.add(entry.id()) && !mayHaveBeenTaken(entry)) {
      leaving.merge(entry.customerId(), 1, Integer::sum);
    }
  }

  private void release(Slice slice) {
    for (Parked entry : slice.entries()) {
      if (cancelled.contains(entry.id())) {
        if (mayHaveBeenTaken(entry)) {
          // if its refund fails it stays, and nothing may have overtaken it
          break;
        }
        continue;
      }
      leaving.merge(entry.customerId(), 1, Integer::sum);
      CustomerQueue queue = slice.partition().waiting().queue(entry.customerId());
      Task task =
          new Task(
              entry.command().message(),
              entry.command().origin(),
              isActive(slice.partition(), entry.customerId()),
              queue == null ? null : queue.customerCommittedAt(),
              undecided(slice.partition(), entry));
      chain(entry.customerId()).add(new Step.Released(entry, task));
    }
  }

  /// The charges of its order that the provider may have taken: the entry itself, or, for a refund
  /// that had to wait, those that wait as well.
  private List<Task.Undecided> undecided(GatePartition partition, Parked entry) {
    List<Parked> charges =
        entry.isCharge()
            ? List.of(entry)
            : partition.waiting().ofOrder(entry.customerId(), entry.orderId());
    return charges.stream().filter(this::mayHaveBeenTaken).map(GatePoll::undecided).toList();
  }

  private void route(Command command) {
    Parked waitingAlready = waiting(command).get(command.id());
    if (waitingAlready != null && !isRefundedBefore(command)) {
      // its order is told again, for which a pointer is not enough
      repeats.add(waitingAlready.isSpilled() ? waitingAlready.with(command) : waitingAlready);
      copies.add(new Plan.Copy(command, waitingAlready.pointer().replay()));
      return;
    }
    switch (command.message().body()) {
      case RefundPayment _ -> refund(command);
      case ChargePayment _ -> charge(command);
    }
  }

  private void refund(Command command) {
    refunded.add(command.orderId());
    List<Parked> cancels =
        waiting(command).ofOrder(command.customerId(), command.orderId()).stream()
            .filter(entry -> cancelled.contains(entry.id()))
            .toList();
    List<Task.Undecided> undecided = new ArrayList<>();
    for (Parked entry : cancels) {
      if (mayHaveBeenTaken(entry)) {
        undecided.add(undecided(entry));
        if (refundedHere.add(entry.id())) {
          // what comes behind the refund waits if that is not settled
          leaving.merge(entry.customerId(), 1, Integer::sum);
        }
      }
    }
    undecided.addAll(withdrawParksOf(command));
    add(command, cancels, undecided);
  }

  /// Whether the provider may have taken the money although nothing says so: it was asked, or a
  /// predecessor had released the charge and died before its commit.
  private boolean mayHaveBeenTaken(Parked entry) {
    return entry.isCharge()
        && (entry.attempts() > 0
            || standing(entry.partition(), entry.customerId()) != Standing.UNKNOWN);
  }

  /// The refund of a charge that this very poll was about to park.
  private List<Task.Undecided> withdrawParksOf(Command refund) {
    List<Task.Undecided> undecided = new ArrayList<>();
    Iterator<Plan.Park> each = parks.values().iterator();
    while (each.hasNext()) {
      Command parked = each.next().command();
      if (!parked.orderId().equals(refund.orderId())) {
        continue;
      }
      if (standing(parked) != Standing.UNKNOWN) {
        // it stays: if the refund fails, only its parked charge tells the next attempt whom to ask
        undecided.add(undecided(parked));
      } else {
        each.remove();
        withdrawn.add(parked);
        parksOf.merge(parked.customerId(), -1, Integer::sum);
      }
    }
    return undecided;
  }

  /// Whether it is a charge behind its refund. That answers it, unless the refund fails.
  private boolean isRefundedBefore(Command command) {
    return command.message().body() instanceof ChargePayment
        && refunded.contains(command.orderId());
  }

  private void charge(Command command) {
    if (fences.contains(command.orderId()) || isRefundedBefore(command)) {
      // an answer and no effect: it overtakes nobody
      add(command, List.of(), List.of());
    } else if (parks.get(command.id()) instanceof Plan.Park(var first, _)) {
      copies.add(new Plan.Copy(command, first.replay()));
    } else if (staysParked(command) > 0) {
      park(command, behind(command));
    } else if (standing(command) == Standing.UNKNOWN) {
      park(command, WaitReason.CUSTOMER_UNKNOWN);
    } else {
      add(command, List.of(), List.of());
    }
  }

  private WaitReason behind(Command command) {
    CustomerQueue queue = waiting(command).queue(command.customerId());
    Parked head = queue == null ? null : queue.head();
    boolean blocked = head != null && head.isBlock() && !cancelled.contains(head.id());
    return blocked ? WaitReason.EARLIER_DEAD_LETTER : WaitReason.EARLIER_COMMANDS;
  }

  private void park(Command command, WaitReason reason) {
    if (staysParked(command) >= maxPerCustomer && standsBehind(command) >= maxPerCustomer) {
      overflow.add(command);
      return;
    }
    parks.put(command.id(), new Plan.Park(command, reason));
    parksOf.merge(command.customerId(), 1, Integer::sum);
  }

  /// How many commands of the customer stay in front of it. What a predecessor parked before it
  /// died may stand behind: a command that it had sent to the provider must not be set aside for
  /// that.
  private int standsBehind(Command command) {
    CustomerId customer = command.customerId();
    CustomerQueue queue = waiting(command).queue(customer);
    int inFront = queue == null ? 0 : queue.countBefore(command.record().offset());
    return inFront - leaving.getOrDefault(customer, 0) + parksOf.getOrDefault(customer, 0);
  }

  /// How many commands of the customer wait after this poll.
  private int staysParked(Command command) {
    CustomerId customer = command.customerId();
    return waiting(command).count(customer)
        - leaving.getOrDefault(customer, 0)
        + parksOf.getOrDefault(customer, 0);
  }

  private void add(Command command, List<Parked> cancels, List<Task.Undecided> undecided) {
    boolean active = isActive(partitions.apply(command.record().partition()), command.customerId());
    Task task = new Task(command.message(), command.origin(), active, null, undecided);
    boolean waits = waiting(command).get(command.id()) != null || parks.containsKey(command.id());
    chain(command.customerId()).add(new Step.Fresh(command, task, cancels, waits));
  }

  private List<Step> chain(CustomerId customer) {
    return chains.computeIfAbsent(customer, c -> new ArrayList<>());
  }

  private Standing standing(Command command) {
    return standing(command.record().partition(), command.customerId());
  }

  private Standing standing(int partition, CustomerId customer) {
    return partitions.apply(partition).customers().standing(customer.text());
  }

  private static boolean isActive(GatePartition partition, CustomerId customer) {
    return partition.customers().standing(customer.text()) == Standing.ACTIVE;
  }

  private Waiting waiting(Command command) {
    return partitions.apply(command.record().partition()).waiting();
  }

  private static Task.Undecided undecided(Parked charge) {
    return new Task.Undecided(charge.id(), Objects.requireNonNull(charge.pointer().amount()));
  }

  private static Task.Undecided undecided(Command command) {
    ChargePayment charge = (ChargePayment) command.message().body();
    return new Task.Undecided(command.id(), charge.amount());
  }
}
