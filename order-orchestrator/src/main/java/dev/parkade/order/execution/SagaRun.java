package dev.parkade.order.execution;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.order.OrderEvent;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageTypes;
import dev.parkade.order.saga.Command;
import dev.parkade.order.saga.Note;
import dev.parkade.order.saga.Operator;
import dev.parkade.order.saga.Step;
import dev.parkade.order.saga.Transition.Moved;
import dev.parkade.order.saga.Transition.Unmoved;
import dev.parkade.order.storage.Facts;
import dev.parkade.order.storage.Facts.Intervention;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.runtime.outbox.Outgoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The work of one transaction, gathered in memory so that it can be written by the set. Several
/// inputs of one saga are applied one after the other.
final class SagaRun {

  private final Messages messages;
  private final Timers timers;
  private final Instant now;
  private final Map<OrderId, StoredSaga> changed = new LinkedHashMap<>();
  private final List<HistoryLine> history = new ArrayList<>();
  private final List<Outgoing> outgoing = new ArrayList<>();

  SagaRun(Messages messages, Timers timers, Instant now) {
    this.messages = messages;
    this.timers = timers;
    this.now = now;
  }

  Map<OrderId, StoredSaga> changed() {
    return changed;
  }

  List<HistoryLine> history() {
    return history;
  }

  List<Outgoing> outgoing() {
    return outgoing;
  }

  /// Applies a transition and returns the saga as it stands then.
  StoredSaga moved(StoredSaga before, Moved moved, @Nullable Origin origin, @Nullable Operator by) {
    Map<Step, MessageId> ids = new EnumMap<>(Step.class);
    ids.putAll(before.commandIds());
    moved.commands().forEach(step -> ids.computeIfAbsent(step, _ -> messages.newId()));
    int attempt = timers.attempt(before, moved);
    Instant due = timers.due(before, moved, attempt, now);
    StoredSaga after = before.moved(moved.after(), ids, attempt, due, now);
    Facts facts =
        before.historyLength() == 0
            ? Facts.of(after.saga())
            : Facts.between(before.saga(), after.saga());
    after = note(after, moved.note(), origin, moved.detail(), facts.by(person(by)));
    for (Step step : moved.commands()) {
      after = send(after, step, origin);
    }
    for (OrderEvent event : moved.events()) {
      after = announce(after, event, origin);
    }
    changed.put(after.id(), after);
    return after;
  }

  /// Notes an input that changes nothing.
  StoredSaga unmoved(StoredSaga saga, Unmoved unmoved, @Nullable Origin origin) {
    StoredSaga after = note(saga, Note.IGNORED, origin, unmoved.reason().name(), Facts.NONE);
    changed.put(after.id(), after);
    return after;
  }

  private StoredSaga send(StoredSaga saga, Step step, @Nullable Origin origin) {
    Command command = Command.of(step, saga.saga());
    MessageId id = saga.commandIds().get(step);
    if (id == null) {
      throw new IllegalStateException(step + " of order " + saga.id() + " has no id");
    }
    String order = saga.id().text();
    MessageId cause = origin == null ? null : origin.message();
    var message = messages.withId(id, command.body(), order, order, cause, trace(saga, origin));
    outgoing.add(new Outgoing(command.topic(), command.key(), message));
    Note kind = step.kind() == Step.Kind.COMPENSATION ? Note.COMPENSATION : Note.COMMAND;
    var what = new Origin(MessageTypes.nameOf(command.body().getClass()), id);
    return note(saga, kind, what, step.name(), Facts.NONE);
  }

  private StoredSaga announce(StoredSaga saga, OrderEvent event, @Nullable Origin origin) {
    String order = saga.id().text();
    MessageId cause = origin == null ? null : origin.message();
    var message =
        messages.withId(messages.newId(), event, order, order, cause, trace(saga, origin));
    outgoing.add(new Outgoing(Topics.ORDER_EVENTS, order, message));
    String type = MessageTypes.nameOf(event.getClass());
    var what = new Origin(type, message.id());
    return note(saga, Note.EVENT, what, event.getClass().getSimpleName(), Facts.NONE);
  }

  private StoredSaga note(
      StoredSaga saga, Note kind, @Nullable Origin origin, String detail, Facts facts) {
    int seq = saga.historyLength() + 1;
    history.add(
        new HistoryLine(
            saga.id(),
            seq,
            now,
            kind,
            origin == null ? null : origin.type(),
            origin == null ? null : origin.message(),
            detail,
            saga.saga().state(),
            saga.version(),
            facts));
    return saga.withHistory(seq);
  }

  /// Always the order's own: an answer that comes in another trace does not take the order along.
  private static Traceparent trace(StoredSaga saga, @Nullable Origin origin) {
    Traceparent came = origin == null ? null : origin.trace();
    return came != null && came.traceId().equals(saga.trace().traceId()) ? came : saga.trace();
  }

  private static @Nullable Intervention person(@Nullable Operator by) {
    return by == null ? null : new Intervention(by.who(), by.reason());
  }

  /// The message that an input or a line of history is about.
  ///
  /// @param trace where it was handled
  record Origin(String type, MessageId message, @Nullable Traceparent trace) {

    Origin(String type, MessageId message) {
      this(type, message, null);
    }

    Origin in(@Nullable Traceparent where) {
      return new Origin(type, message, where);
    }
  }
}
