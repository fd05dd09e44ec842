package dev.parkade.runtime.problem;

import dev.parkade.runtime.tracing.RequestTrace;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers for what failed before or behind the controllers, in filters for example.
@RestController
final class ProblemErrorController implements ErrorController {

  @RequestMapping("${spring.web.error.path:${server.error.path:/error}}")
  ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
    Problem problem = problem(request);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return ResponseEntity.status(problem.status())
        .headers(problem.headers())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(
            problem.body(
                path == null ? request.getRequestURI() : path.toString(),
                RequestTrace.of(request).traceId()));
  }

  private static Problem problem(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
      Throwable cause = thrown.getCause();
      return Translation.of(cause == null ? thrown : cause);
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return status instanceof Integer code
        ? Translation.ofStatus(code)
        : Translation.notFound("this address");
  }
}
