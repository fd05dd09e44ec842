package dev.parkade.testkit.spans;

import dev.parkade.messages.envelope.Traceparent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/// Records every span at the moment when it ends. Safe for use by many threads.
public final class RecordedSpans {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();

  /// For services that make their spans themselves. It goes on when one of them has stopped.
  public SpanExporter exporter() {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans);
      }

      @Override
      public CompletableResultCode flush() {
        return exporter.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }

  /// What makes spans.
  public Tracer tracer() {
    return provider.get("test");
  }

  /// All that have ended, in that order.
  public List<SpanData> all() {
    return exporter.getFinishedSpanItems();
  }

  /// Those with this name.
  public List<SpanData> named(String name) {
    return all().stream().filter(span -> span.getName().equals(name)).toList();
  }

  /// Those of one trace.
  public List<SpanData> ofTrace(String traceId) {
    return all().stream().filter(span -> span.getTraceId().equals(traceId)).toList();
  }

  /// Those with this name that are the next part of this trace.
  public List<SpanData> childrenOf(Traceparent parent, String name) {
    return ofTrace(parent.traceId()).stream()
        .filter(span -> span.getParentSpanId().equals(parent.spanId()))
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  /// What a span hands on.
  public static Traceparent context(SpanData span) {
    return new Traceparent(span.getTraceId(), span.getSpanId(), true);
  }

  /// What a span is linked to: the ids of spans.
  public static List<String> links(SpanData span) {
    return span.getLinks().stream()
        .map(LinkData::getSpanContext)
        .map(SpanContext::getSpanId)
        .toList();
  }
}
