package dev.parkade.runtime.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.messages.wire.WireHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// The span of a record on its way to the broker.
public final class Sending {

  static final Sending NONE = new Sending(null);

  private final @Nullable Span span;

  private Sending(@Nullable Span span) {
    this.span = span;
  }

  static Sending begin(Span span, ProducerRecord<String, byte[]> record) {
    String header = Traces.traceparent(span.getSpanContext()).header();
    record.headers().remove(WireHeaders.TRACEPARENT);
    record.headers().add(WireHeaders.TRACEPARENT, header.getBytes(UTF_8));
    return new Sending(span);
  }

  /// Ends the span: the broker has answered. To be called once; of any thread.
  public void completed(@Nullable RecordMetadata metadata, @Nullable Throwable refused) {
    if (span == null) {
      return;
    }
    if (refused != null) {
      span.setStatus(StatusCode.ERROR, refused.getClass().getSimpleName());
    } else if (metadata != null) {
      span.setAttribute(Attributes.PARTITION, Integer.toString(metadata.partition()));
      if (metadata.hasOffset()) {
        span.setAttribute(Attributes.OFFSET, metadata.offset());
      }
    }
    span.end();
  }
}
