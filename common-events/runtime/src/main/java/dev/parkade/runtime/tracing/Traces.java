package dev.parkade.runtime.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.runtime.replay.Replay;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Between the `traceparent` of a record and the contexts of OpenTelemetry.
final class Traces {

  private static final int LENGTH = 55;

  private Traces() {}

  /// The trace that a record belongs to: that of its order. A replayed dead letter comes in a trace
  /// of its own and goes on in the one that it had before.
  static @Nullable Traceparent of(Headers headers) {
    Traceparent before = beforeReplay(headers);
    return before == null ? sentIn(headers) : before;
  }

  /// The trace that a replayed dead letter had; null if it is none, had none, or goes on in it
  /// already.
  static @Nullable Traceparent beforeReplay(Headers headers) {
    if (headers.lastHeader(ReplayHeaders.OF) == null) {
      return null;
    }
    Traceparent before = parse(headers.lastHeader(ReplayHeaders.TRACE));
    Traceparent now = sentIn(headers);
    return before == null || now != null && now.traceId().equals(before.traceId()) ? null : before;
  }

  /// The trace in which a record was sent; anybody may have written it.
  static @Nullable Traceparent sentIn(Headers headers) {
    return parse(headers.lastHeader(WireHeaders.TRACEPARENT));
  }

  private static @Nullable Traceparent parse(@Nullable Header header) {
    byte[] value = header == null ? null : header.value();
    return value == null || value.length != LENGTH
        ? null
        : Traceparent.parse(new String(value, ISO_8859_1)).orElse(null);
  }

  /// Says of a span which replay it handles, if it does, and where that comes from.
  ///
  /// @param trace the one that the span is a part of
  static void linkReplay(SpanBuilder span, Headers headers, Traceparent trace) {
    Replay replay = Replay.of(headers);
    if (replay == null) {
      return;
    }
    span.setAttribute(Attributes.REPLAY_OF, replay.deadLetter());
    span.setAttribute(Attributes.REPLAY_COUNT, replay.number());
    Traceparent sentIn = sentIn(headers);
    if (sentIn != null && !sentIn.traceId().equals(trace.traceId())) {
      span.addLink(context(sentIn));
    }
  }

  static SpanContext context(Traceparent trace) {
    return SpanContext.createFromRemoteParent(
        trace.traceId(),
        trace.spanId(),
        trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  static Context parent(Traceparent trace) {
    return Context.root().with(Span.wrap(context(trace)));
  }

  static Traceparent traceparent(SpanContext context) {
    return new Traceparent(context.getTraceId(), context.getSpanId(), context.isSampled());
  }
}
