package dev.parkade.order.saga;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that decides what a saga does next.
///
/// @param status what a client has seen so far: it stays when something is undone after the end
/// @param total what the order costs, known once the stock is set aside
/// @param reason why the order is being or was cancelled
/// @param waiting whether payment-service said that the charge is parked
/// @param owed what the order cannot end without: the commit, or the compensations that are not
///     answered yet. In NEEDS_ATTENTION, what a person must look at
/// @param reservedBy the last `StockReserved` that was taken into account
/// @param chargedBy the last `PaymentCharged` that was taken into account
/// @param heldUntil when inventory gives the stock back, known once it is set aside
public record Saga(
    OrderId orderId,
    CustomerId customerId,
    SagaState state,
    OrderStatus status,
    List<Line> lines,
    @Nullable Money total,
    @Nullable String reason,
    boolean waiting,
    Set<Step> owed,
    @Nullable MessageId reservedBy,
    @Nullable MessageId chargedBy,
    @Nullable Instant heldUntil) {

  public Saga {
    lines = List.copyOf(lines);
    owed = Set.copyOf(owed);
  }

  /// A saga that has not begun.
  public static Saga of(OrderId orderId, CustomerId customerId, List<Line> lines) {
    return new Saga(
        orderId,
        customerId,
        SagaState.RESERVING,
        OrderStatus.PENDING,
        lines,
        null,
        null,
        false,
        Set.of(),
        null,
        null,
        null);
  }

  /// What a client is told: why the order was cancelled, or what a person must look at.
  public @Nullable String publicReason() {
    return status == OrderStatus.NEEDS_ATTENTION
        ? owed.stream().sorted().map(s -> s + "_UNANSWERED").collect(Collectors.joining(","))
        : reason;
  }

  /// Whether a person may decide about it: it gave steps up, or tries them again because somebody
  /// said so, or undoes what came after its end.
  public boolean isAPersonsTurn() {
    return switch (state) {
      case NEEDS_ATTENTION -> true;
      case COMMITTING, REFUNDING, RELEASING -> status != OrderStatus.PENDING;
      case RESERVING, CHARGING, CONFIRMED, CANCELLED -> false;
    };
  }

  /// The step that a person may decide about; empty if it is not a person's turn.
  public Optional<Step> stuckAt() {
    return isAPersonsTurn() ? state.awaited().or(this::firstOwed) : Optional.empty();
  }

  boolean owes(Step step) {
    return owed.contains(step);
  }

  /// The first step that is owed, in the order of compensation.
  Optional<Step> firstOwed() {
    return owed.stream().sorted().findFirst();
  }

  Saga in(SagaState next) {
    return with(next, reason, owed);
  }

  Saga owing(Step step) {
    return with(state, reason, Stream.concat(owed.stream(), Stream.of(step)));
  }

  Saga without(Step step) {
    return with(state, reason, owed.stream().filter(s -> s != step));
  }

  /// Ended like this, with nothing owed.
  Saga ended(SagaState end) {
    return with(end, reason, Set.of());
  }

  /// Being undone, by these compensations in their order, or ended if there is nothing to undo.
  Saga undoneFor(String why, Step... compensations) {
    Set<Step> steps = Set.of(compensations);
    SagaState next =
        steps.stream().sorted().findFirst().map(SagaState::awaiting).orElse(SagaState.CANCELLED);
    return with(next, why, steps);
  }

  Saga parked() {
    return new Saga(
        orderId,
        customerId,
        state,
        status,
        lines,
        total,
        reason,
        true,
        owed,
        reservedBy,
        chargedBy,
        heldUntil);
  }

  Saga reserved(StockReserved reply, MessageId by) {
    return new Saga(
        orderId,
        customerId,
        SagaState.CHARGING,
        status,
        reply.lines().stream().map(Line::of).toList(),
        reply.total(),
        reason,
        false,
        owed,
        by,
        chargedBy,
        reply.expiresAt());
  }

  Saga seen(@Nullable MessageId reserved, @Nullable MessageId charged) {
    return new Saga(
        orderId,
        customerId,
        state,
        status,
        lines,
        total,
        reason,
        waiting,
        owed,
        reserved,
        charged,
        heldUntil);
  }

  private Saga with(SagaState next, @Nullable String why, Stream<Step> steps) {
    return with(next, why, steps.collect(toUnmodifiableSet()));
  }

  private Saga with(SagaState next, @Nullable String why, Set<Step> steps) {
    return new Saga(
        orderId,
        customerId,
        next,
        status.then(next.status()),
        lines,
        total,
        why,
        waiting && next == state,
        steps,
        reservedBy,
        chargedBy,
        heldUntil);
  }
}
