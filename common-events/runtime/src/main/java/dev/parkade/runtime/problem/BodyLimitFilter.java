package dev.parkade.runtime.problem;

import dev.parkade.runtime.tracing.RequestTrace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Refuses bodies that are longer than the limit: at once if their length is declared, while they
/// are read if it is not (chunked).
final class BodyLimitFilter extends OncePerRequestFilter {

  private final long limitBytes;
  private final JsonMapper json;

  private final List<BodyAllowance> allowances;

  BodyLimitFilter(long limitBytes, List<BodyAllowance> allowances, JsonMapper json) {
    this.limitBytes = limitBytes;
    this.allowances = List.copyOf(allowances);
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long limit = limit(request.getRequestURI());
    if (request.getContentLengthLong() > limit) {
      Problem problem = Translation.tooLarge(limit);
      response.setStatus(problem.status());
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      String traceId = RequestTrace.of(request).traceId();
      response
          .getOutputStream()
          .write(json.writeValueAsBytes(problem.body(request.getRequestURI(), traceId)));
      return;
    }
    chain.doFilter(new Limited(request, limit), response);
  }

  private long limit(String path) {
    return allowances.stream()
        .filter(it -> it.path().equals(path))
        .mapToLong(it -> it.limit().toBytes())
        .findFirst()
        .orElse(limitBytes);
  }

  private static final class Limited extends HttpServletRequestWrapper {

    private final long limitBytes;

    Limited(HttpServletRequest request, long limitBytes) {
      super(request);
      this.limitBytes = limitBytes;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedStream(super.getInputStream(), limitBytes);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class LimitedStream extends ServletInputStream {

    private final ServletInputStream in;
    private final long limitBytes;
    private long read;

    LimitedStream(ServletInputStream in, long limitBytes) {
      this.in = in;
      this.limitBytes = limitBytes;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b >= 0) {
        count(1);
      }
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = in.read(bytes, offset, length);
      if (n > 0) {
        count(n);
      }
      return n;
    }

    private void count(int n) throws IOException {
      read += n;
      if (read > limitBytes) {
        throw new BodyTooLarge(limitBytes);
      }
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
