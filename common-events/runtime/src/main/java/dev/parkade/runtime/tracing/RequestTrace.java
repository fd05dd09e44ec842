package dev.parkade.runtime.tracing;

import dev.parkade.messages.envelope.Traceparent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// The trace that a request belongs to: that of its `traceparent` header, or a new one. It is put
/// into the first messages that the request causes, and into its problems.
public final class RequestTrace extends OncePerRequestFilter {

  private static final String ATTRIBUTE = RequestTrace.class.getName();
  private static final String HEADER = "traceparent";

  /// The trace of this request; always the same one for one request.
  public static Traceparent of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Traceparent known) {
      return known;
    }
    String header = request.getHeader(HEADER);
    Traceparent trace =
        header == null
            ? Traceparent.start()
            : Traceparent.parse(header).orElseGet(Traceparent::start);
    request.setAttribute(ATTRIBUTE, trace);
    return trace;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // answered in every case, so that a client can name its request to whoever reads the logs
    response.setHeader(HEADER, of(request).header());
    chain.doFilter(request, response);
  }
}
