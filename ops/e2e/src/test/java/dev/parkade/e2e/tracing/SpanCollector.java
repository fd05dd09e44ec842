package dev.parkade.e2e.tracing;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Takes spans by OTLP over HTTP, on a free port of this machine, and keeps them.
public final class SpanCollector implements AutoCloseable {

  private final List<List<Recorded>> batches = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  public SpanCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /// What `OTEL_EXPORTER_OTLP_ENDPOINT` has to say.
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// All that has come so far.
  public List<Recorded> spans() {
    return batches.stream().flatMap(List::stream).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      request.getResourceSpansList().forEach(it -> batches.add(recorded(it)));
      // the answer of success is an empty message
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static List<Recorded> recorded(ResourceSpans spans) {
    String service =
        attributes(spans.getResource().getAttributesList()).getOrDefault("service.name", "");
    return spans.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(span -> recorded(service, span))
        .toList();
  }

  private static Recorded recorded(String service, Span span) {
    return new Recorded(
        service,
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getName(),
        span.getLinksList().stream().map(link -> hex(link.getSpanId())).toList(),
        attributes(span.getAttributesList()));
  }

  private static Map<String, String> attributes(List<KeyValue> all) {
    Map<String, String> texts = new HashMap<>();
    all.forEach(it -> texts.put(it.getKey(), text(it.getValue())));
    return texts;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> value.toString();
    };
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
