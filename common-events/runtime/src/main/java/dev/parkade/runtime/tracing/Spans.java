package dev.parkade.runtime.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.wire.WireHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The OpenTelemetry spans of messages: one for each record that is sent or handled, and one for
/// each poll.
///
/// Who is not sampled gets none, and without anybody who collects them ([#off()]) nothing is even
/// looked at: a `traceparent` is then handed on as it came.
public final class Spans {

  private static final Spans OFF = new Spans(null, Clock.systemUTC());

  private final @Nullable Tracer tracer;
  private final Clock clock;

  private Spans(@Nullable Tracer tracer, Clock clock) {
    this.tracer = tracer;
    this.clock = clock;
  }

  /// Nobody collects spans.
  public static Spans off() {
    return OFF;
  }

  public static Spans of(Tracer tracer, Clock clock) {
    return new Spans(tracer, clock);
  }

  /// Begins the spans of what is handled together.
  public PollSpans poll(String group, List<ConsumerRecord<String, byte[]>> records) {
    return tracer == null ? PollSpans.NONE : PollSpans.begin(tracer, group, records);
  }

  /// Begins the span of a row of the outbox that is sent now, which says how long the row waited.
  /// The record carries its `traceparent` from here on.
  public Sending relaying(ProducerRecord<String, byte[]> record) {
    SpanBuilder builder = sampled(record);
    if (builder == null) {
      return Sending.NONE;
    }
    Double waited = waited(record.headers().lastHeader(WireHeaders.TIME));
    if (waited != null) {
      builder.setAttribute(Attributes.OUTBOX_WAIT, waited);
    }
    return Sending.begin(builder.startSpan(), record);
  }

  /// Begins the span of a record that goes past the outbox. The record carries its `traceparent`
  /// from here on.
  public Sending sending(ProducerRecord<String, byte[]> record) {
    SpanBuilder builder = sampled(record);
    return builder == null ? Sending.NONE : Sending.begin(builder.startSpan(), record);
  }

  private @Nullable SpanBuilder sampled(ProducerRecord<String, byte[]> record) {
    if (tracer == null) {
      return null;
    }
    Traceparent parent = Traces.sentIn(record.headers());
    return parent == null || !parent.sampled() ? null : sending(tracer, record, parent);
  }

  /// Begins the span of a record that takes the place of another one. The record carries its
  /// `traceparent` from here on.
  ///
  /// @param parent the span that handles the other record
  public Sending moving(
      ProducerRecord<String, byte[]> record, @Nullable Traceparent parent, Waited waited) {
    if (tracer == null || parent == null || !parent.sampled()) {
      return Sending.NONE;
    }
    SpanBuilder builder =
        sending(tracer, record, parent)
            .setAttribute(Attributes.PARKED_REASON, waited.reason())
            .setAttribute(Attributes.PARKED_ATTEMPTS, waited.attempts());
    return Sending.begin(builder.startSpan(), record);
  }

  /// The trace in which a dead letter is replayed: a new one, linked to the one that it had.
  ///
  /// @param letter which one it is
  /// @param topic where to
  public Traceparent replaying(String letter, String topic, @Nullable Traceparent before) {
    if (tracer == null) {
      return Traceparent.start();
    }
    SpanBuilder builder =
        tracer
            .spanBuilder("replay " + topic)
            .setNoParent()
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute(Attributes.SYSTEM, Attributes.KAFKA)
            .setAttribute(Attributes.OPERATION, "replay")
            .setAttribute(Attributes.OPERATION_TYPE, "send")
            .setAttribute(Attributes.DESTINATION, topic)
            .setAttribute(Attributes.REPLAY_OF, letter);
    if (before != null) {
      builder.addLink(Traces.context(before));
    }
    Span span = builder.startSpan();
    // it is one of many in a transaction, whose end is a span of nobody
    span.end();
    return Traces.traceparent(span.getSpanContext());
  }

  /// Ends a wait: a span as long as it took, and in it one for what is done now. Both are no part
  /// of a poll; the second one is linked to what ended the wait.
  ///
  /// @param place where it waited
  /// @param parent the span that made it wait
  /// @param cause the span that handled what ended the wait, if a message did
  /// @param headers those of the message, which may be a replayed dead letter
  /// @return the second span, to be ended; null if nobody samples it
  public @Nullable Release release(
      String place,
      Traceparent parent,
      Waited waited,
      @Nullable Traceparent cause,
      Headers headers) {
    if (tracer == null || !parent.sampled()) {
      return null;
    }
    return Release.begin(tracer, place, parent, waited, cause, headers, clock.instant());
  }

  /// A message that was read outside of a poll, as part of the trace of its order: a replayed dead
  /// letter comes in a trace of its own.
  public static <T extends MessageBody> Message<T> continued(Headers headers, Message<T> message) {
    Traceparent before = Traces.beforeReplay(headers);
    return before == null ? message : message.in(before);
  }

  /// Whether spans are collected at all.
  public boolean areOn() {
    return tracer != null;
  }

  private static SpanBuilder sending(
      Tracer tracer, ProducerRecord<String, byte[]> record, Traceparent parent) {
    SpanBuilder builder =
        tracer
            .spanBuilder("send " + record.topic())
            .setSpanKind(SpanKind.PRODUCER)
            .setParent(Traces.parent(parent))
            .setAttribute(Attributes.SYSTEM, Attributes.KAFKA)
            .setAttribute(Attributes.OPERATION, "send")
            .setAttribute(Attributes.OPERATION_TYPE, "send")
            .setAttribute(Attributes.DESTINATION, record.topic());
    // our own headers: written by the codec
    text(record, WireHeaders.ID, it -> builder.setAttribute(Attributes.MESSAGE_ID, it));
    text(record, WireHeaders.TYPE, it -> builder.setAttribute(Attributes.MESSAGE_TYPE, it));
    text(
        record,
        WireHeaders.CORRELATION_ID,
        it -> builder.setAttribute(Attributes.subject(record.topic()), it));
    return builder;
  }

  private static void text(
      ProducerRecord<?, ?> record, String name, java.util.function.Consumer<String> to) {
    Header header = record.headers().lastHeader(name);
    if (header != null && header.value() != null) {
      to.accept(new String(header.value(), UTF_8));
    }
  }

  private @Nullable Double waited(@Nullable Header time) {
    if (time == null || time.value() == null) {
      return null;
    }
    try {
      var since = Instant.parse(new String(time.value(), UTF_8));
      return Math.max(0, Duration.between(since, clock.instant()).toNanos() / 1e9);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
