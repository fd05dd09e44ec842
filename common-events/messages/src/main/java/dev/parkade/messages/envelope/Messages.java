package dev.parkade.messages.envelope;

import dev.parkade.messages.id.MessageId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Puts bodies into envelopes for one service, with an injected clock and source of ids.
public final class Messages {

  private final String source;
  private final Clock clock;
  private final Ids ids;

  /// @param source the service's name, for example `payment-service`
  public Messages(String source, Clock clock, Ids ids) {
    this.source = "/parkade/" + source;
    this.clock = clock;
    this.ids = ids;
  }

  /// The first message of a chain: nothing but a request from outside caused it.
  public <T extends MessageBody> Message<T> first(
      T body, String subject, String correlationId, @Nullable Traceparent trace) {
    return envelop(newId(), body, subject, correlationId, null, ofOrNew(trace));
  }

  /// A message caused by another one: same correlation, same trace.
  public <T extends MessageBody> Message<T> causedBy(Message<?> cause, T body, String subject) {
    Envelope e = cause.envelope();
    return envelop(newId(), body, subject, e.correlationId(), e.id(), ofOrNew(e.traceparent()));
  }

  /// A message whose id the caller chose, so that sending it again is recognised as a repetition.
  public <T extends MessageBody> Message<T> withId(
      MessageId id,
      T body,
      String subject,
      String correlationId,
      @Nullable MessageId causationId,
      @Nullable Traceparent trace) {
    return envelop(id, body, subject, correlationId, causationId, ofOrNew(trace));
  }

  /// A fresh message id.
  public MessageId newId() {
    return new MessageId(ids.get());
  }

  /// Handed on as it is: the parent of what becomes of a message is a span that somebody records.
  private static Traceparent ofOrNew(@Nullable Traceparent trace) {
    return trace == null ? Traceparent.start() : trace;
  }

  private <T extends MessageBody> Message<T> envelop(
      MessageId id,
      T body,
      String subject,
      String correlationId,
      @Nullable MessageId causationId,
      Traceparent trace) {
    var time = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Message<>(
        new Envelope(id, source, subject, time, correlationId, causationId, trace), body);
  }
}
