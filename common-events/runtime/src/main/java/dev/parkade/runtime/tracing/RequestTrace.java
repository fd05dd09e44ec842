package dev.parkade.runtime.tracing;

import dev.parkade.messages.envelope.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/// The trace that a request belongs to: that of its span, where spans are collected, otherwise that
/// of its `traceparent` header, or a new one. It is put into the first messages that the request
/// causes, into its problems, its answer and its lines of the log.
public final class RequestTrace extends OncePerRequestFilter {

  /// Inside Spring's observation of the request, which begins its span.
  public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

  private static final String ATTRIBUTE = RequestTrace.class.getName();
  private static final String HEADER = "traceparent";

  /// The trace of this request; always the same one for one request.
  public static Traceparent of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Traceparent known) {
      return known;
    }
    SpanContext span = Span.current().getSpanContext();
    Traceparent trace = span.isValid() ? Traces.traceparent(span) : asked(request);
    request.setAttribute(ATTRIBUTE, trace);
    return trace;
  }

  private static Traceparent asked(HttpServletRequest request) {
    String header = request.getHeader(HEADER);
    return header == null
        ? Traceparent.start()
        : Traceparent.parse(header).orElseGet(Traceparent::start);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Traceparent trace = of(request);
    // answered in every case, so that a client can name its request to whoever reads the logs
    response.setHeader(HEADER, trace.header());
    try (LogContext _ = LogContext.of(trace)) {
      chain.doFilter(request, response);
    }
  }
}
