package dev.parkade.order.projections;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.order.saga.Line;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.storage.Facts;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.StoredSaga;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An order as clients see it, which is what the lines of its history say one after the other.
/// Pure: new lines are applied with the same function as a whole history from its beginning.
///
/// @param updatedAt when the version became what it is
public record ProjectedOrder(
    OrderId id,
    CustomerId customerId,
    OrderStatus status,
    @Nullable String reason,
    List<Line> lines,
    @Nullable Money total,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public ProjectedOrder {
    lines = List.copyOf(lines);
  }

  /// What all lines say that are stored of this saga: the row that runs the saga keeps it, so that
  /// new lines can be applied without reading the others.
  public static ProjectedOrder of(StoredSaga stored) {
    var saga = stored.saga();
    return new ProjectedOrder(
        saga.orderId(),
        saga.customerId(),
        saga.status(),
        saga.publicReason(),
        saga.lines(),
        saga.total(),
        stored.version(),
        stored.createdAt(),
        stored.updatedAt());
  }

  /// Whether a history can begin with this line: it says who ordered what, and how that stands.
  static boolean canBeginWith(HistoryLine line) {
    Facts facts = line.facts();
    return facts.customerId() != null && facts.lines() != null && facts.outcome() != null;
  }

  /// Applies the next line, which may be the first one.
  ///
  /// @throws NullPointerException if a first line does not say who ordered what
  public static ProjectedOrder apply(@Nullable ProjectedOrder before, HistoryLine line) {
    return before == null ? begin(line) : before.after(line);
  }

  private static ProjectedOrder begin(HistoryLine line) {
    Facts facts = line.facts();
    String missing = "the first line of order " + line.orderId() + " does not say it";
    var outcome = requireNonNull(facts.outcome(), missing);
    return new ProjectedOrder(
        line.orderId(),
        requireNonNull(facts.customerId(), missing),
        outcome.status(),
        outcome.reason(),
        requireNonNull(facts.lines(), missing),
        facts.total(),
        line.version(),
        line.at(),
        line.at());
  }

  private ProjectedOrder after(HistoryLine line) {
    if (line.version() == version && line.facts().equals(Facts.NONE)) {
      return this;
    }
    Facts facts = line.facts();
    var outcome = facts.outcome();
    return new ProjectedOrder(
        id,
        customerId,
        outcome == null ? status : outcome.status(),
        outcome == null ? reason : outcome.reason(),
        Objects.requireNonNullElse(facts.lines(), lines),
        facts.total() == null ? total : facts.total(),
        line.version(),
        createdAt,
        line.version() == version ? updatedAt : line.at());
  }
}
