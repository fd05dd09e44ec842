package dev.parkade.runtime.problem;

import dev.parkade.runtime.tracing.RequestTrace;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  @Nullable ResponseEntity<Map<String, Object>> handle(
      Exception thrown, HttpServletRequest request, HttpServletResponse response) {
    // a stream that is already on its way cannot become a problem any more
    if (thrown instanceof AsyncRequestNotUsableException || response.isCommitted()) {
      log.debug("{} {} ended early: {}", request.getMethod(), request.getRequestURI(), thrown);
      return null;
    }
    Problem problem = Translation.of(thrown);
    String traceId = RequestTrace.of(request).traceId();
    log(problem, thrown, request, traceId);
    return ResponseEntity.status(problem.status())
        .headers(problem.headers())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.body(request.getRequestURI(), traceId));
  }

  private static void log(
      Problem problem, Exception thrown, HttpServletRequest request, String traceId) {
    String method = request.getMethod();
    String path = request.getRequestURI();
    if (problem.type().equals(CommonProblems.INTERNAL)) {
      log.error("{} {} failed, traceId {}", method, path, traceId, thrown);
    } else if (problem.type().equals(CommonProblems.UNAVAILABLE)) {
      log.warn("{} {} must be repeated, traceId {}: {}", method, path, traceId, thrown.toString());
    } else {
      log.debug("{} {} answered with {}", method, path, problem.type().code());
    }
  }
}
