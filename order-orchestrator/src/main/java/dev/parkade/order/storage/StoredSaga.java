package dev.parkade.order.storage;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.Saga;
import dev.parkade.order.saga.Step;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A saga with what only its execution needs.
///
/// @param definition the version of the definition that it began with
/// @param commandIds the id of each command sent so far, kept when it is sent again
/// @param attempt how often the awaited command was sent
/// @param dueAt when the awaited answer is overdue, null if none is awaited
/// @param deadlineAt when the whole saga is overdue
/// @param historyLength how many lines its history has
/// @param version grows with every change that a client can see
public record StoredSaga(
    Saga saga,
    int definition,
    Map<Step, MessageId> commandIds,
    int attempt,
    @Nullable Instant dueAt,
    Instant deadlineAt,
    int historyLength,
    Traceparent trace,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public StoredSaga {
    commandIds = Map.copyOf(commandIds);
  }

  /// The order's id.
  public OrderId id() {
    return saga.orderId();
  }

  /// The same with more lines of history and no other change.
  public StoredSaga withHistory(int length) {
    return new StoredSaga(
        saga,
        definition,
        commandIds,
        attempt,
        dueAt,
        deadlineAt,
        length,
        trace,
        version,
        createdAt,
        updatedAt);
  }

  /// The same after a transition.
  public StoredSaga moved(
      Saga next, Map<Step, MessageId> ids, int attempts, @Nullable Instant due, Instant now) {
    return new StoredSaga(
        next,
        definition,
        ids,
        attempts,
        due,
        deadlineAt,
        historyLength,
        trace,
        version + 1,
        createdAt,
        now);
  }
}
