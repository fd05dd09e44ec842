package dev.parkade.order.saga;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything that decides what a saga does next.
///
/// @param total what the order costs, known once the stock is set aside
/// @param reason why the order is being or was cancelled
/// @param waiting whether payment-service said that the charge is parked
/// @param stuck steps that were given up without an answer and that a person must look at
/// @param reservedBy the last `StockReserved` that was taken into account
/// @param chargedBy the last `PaymentCharged` that was taken into account
public record Saga(
    OrderId orderId,
    CustomerId customerId,
    SagaState state,
    List<Line> lines,
    @Nullable Money total,
    @Nullable String reason,
    boolean waiting,
    Set<Step> stuck,
    @Nullable MessageId reservedBy,
    @Nullable MessageId chargedBy) {

  public Saga {
    lines = List.copyOf(lines);
    stuck = Set.copyOf(stuck);
  }

  /// A saga that has not begun.
  public static Saga of(OrderId orderId, CustomerId customerId, List<Line> lines) {
    return new Saga(
        orderId, customerId, SagaState.RESERVING, lines, null, null, false, Set.of(), null, null);
  }

  /// What a client is told: why the order was cancelled, or what a person must look at.
  public @Nullable String publicReason() {
    return state == SagaState.NEEDS_ATTENTION
        ? stuck.stream().sorted().map(s -> s + "_UNANSWERED").collect(Collectors.joining(","))
        : reason;
  }

  boolean isStuckAt(Step step) {
    return stuck.contains(step);
  }

  Saga in(SagaState next) {
    return new Saga(
        orderId, customerId, next, lines, total, reason, false, stuck, reservedBy, chargedBy);
  }

  Saga undoneFor(SagaState next, String why) {
    return new Saga(
        orderId, customerId, next, lines, total, why, false, Set.of(), reservedBy, chargedBy);
  }

  Saga parked() {
    return new Saga(
        orderId, customerId, state, lines, total, reason, true, stuck, reservedBy, chargedBy);
  }

  Saga reserved(StockReserved reply, MessageId by) {
    List<Line> priced = reply.lines().stream().map(Line::of).toList();
    return new Saga(
        orderId,
        customerId,
        SagaState.CHARGING,
        priced,
        reply.total(),
        reason,
        false,
        stuck,
        by,
        chargedBy);
  }

  Saga seenReserved(MessageId by) {
    return new Saga(
        orderId, customerId, state, lines, total, reason, waiting, stuck, by, chargedBy);
  }

  Saga seenCharged(MessageId by) {
    return new Saga(
        orderId, customerId, state, lines, total, reason, waiting, stuck, reservedBy, by);
  }

  Saga stuckAt(Step step) {
    EnumSet<Step> more = EnumSet.of(step);
    more.addAll(stuck);
    return withStuck(more);
  }

  Saga unstuckAt(Step step) {
    return withStuck(stuck.stream().filter(s -> s != step).collect(Collectors.toSet()));
  }

  private Saga withStuck(Set<Step> steps) {
    return new Saga(
        orderId, customerId, state, lines, total, reason, waiting, steps, reservedBy, chargedBy);
  }
}
