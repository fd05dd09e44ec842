package dev.parkade.runtime.tracing;

import dev.parkade.messages.envelope.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The span of what is done with a message that has waited.
public final class Release {

  private final Span span;

  private Release(Span span) {
    this.span = span;
  }

  static Release begin(
      Tracer tracer,
      String place,
      Traceparent parent,
      Waited waited,
      @Nullable Traceparent cause,
      Headers headers,
      Instant now) {
    Traceparent from = parent;
    if (waited.since() != null) {
      Span wait =
          tracer
              .spanBuilder("wait " + place)
              .setParent(Traces.parent(parent))
              .setStartTimestamp(waited.since())
              .setAttribute(Attributes.ORDER_ID, waited.orderId())
              .setAttribute(Attributes.PARKED_REASON, waited.reason())
              .setAttribute(
                  Attributes.PARKED_WAIT, Duration.between(waited.since(), now).toNanos() / 1e9)
              .startSpan();
      wait.end(now);
      from = Traces.traceparent(wait.getSpanContext());
    }
    SpanBuilder builder =
        tracer
            .spanBuilder("process " + place)
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(Traces.parent(from))
            .setStartTimestamp(now)
            .setAttribute(Attributes.SYSTEM, Attributes.KAFKA)
            .setAttribute(Attributes.OPERATION, "process")
            .setAttribute(Attributes.OPERATION_TYPE, "process")
            .setAttribute(Attributes.DESTINATION, place)
            .setAttribute(Attributes.ORDER_ID, waited.orderId())
            .setAttribute(Attributes.PARKED_REASON, waited.reason())
            .setAttribute(Attributes.PARKED_ATTEMPTS, waited.attempts());
    if (cause != null) {
      builder.addLink(Traces.context(cause));
    }
    Traces.linkReplay(builder, headers, parent);
    return new Release(builder.startSpan());
  }

  /// What follows from it is part of this trace.
  public Traceparent trace() {
    return Traces.traceparent(span.getSpanContext());
  }

  /// It became a dead letter.
  public void setAside(String reason) {
    span.setAttribute(Attributes.DEAD_LETTER, reason).setStatus(StatusCode.ERROR, reason);
  }

  /// @param failure null if it was decided
  public void end(@Nullable Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
    }
    span.end();
  }
}
