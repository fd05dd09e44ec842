package dev.parkade.order.storage;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.money.Money;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.saga.Saga;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one line of the history changed in the order that clients see; what it did not change is
/// null. All lines of an order together say everything about it.
///
/// @param customerId who ordered, with the first line only
/// @param lines all lines of the order, with their prices once these are known
/// @param by the person who intervened
public record Facts(
    @Nullable CustomerId customerId,
    @Nullable List<Line> lines,
    @Nullable Money total,
    @Nullable Outcome outcome,
    @Nullable Intervention by) {

  /// Nothing changed.
  public static final Facts NONE = new Facts(null, null, null, null, null);

  /// How the order stands; without a reason it has none any more.
  public record Outcome(OrderStatus status, @Nullable String reason) {}

  /// Somebody did by hand what the saga does not do by itself.
  ///
  /// @param who the person's name
  /// @param why the person's words
  public record Intervention(String who, String why) {}

  public Facts {
    lines = lines == null ? null : List.copyOf(lines);
  }

  /// Everything that is to be said about a new order.
  public static Facts of(Saga saga) {
    return new Facts(saga.customerId(), saga.lines(), saga.total(), outcome(saga), null);
  }

  /// What changed between two states of one saga.
  public static Facts between(Saga before, Saga after) {
    return new Facts(
        null,
        changed(before.lines(), after.lines()),
        changed(before.total(), after.total()),
        changed(outcome(before), outcome(after)),
        null);
  }

  /// The same, done by this person.
  public Facts by(@Nullable Intervention person) {
    return new Facts(customerId, lines, total, outcome, person);
  }

  private static Outcome outcome(Saga saga) {
    return new Outcome(saga.status(), saga.publicReason());
  }

  private static <T> @Nullable T changed(@Nullable T before, @Nullable T after) {
    return Objects.equals(before, after) ? null : after;
  }
}
