package dev.parkade.runtime.problem;

import dev.parkade.runtime.tracing.RequestTrace;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/// Answers for requests that are so malformed that they reach no filter and no controller: Tomcat
/// would answer them with a page of HTML.
final class ContainerProblems extends ErrorReportValve {

  private static final Logger log = LoggerFactory.getLogger(ContainerProblems.class);

  private final JsonMapper json;

  ContainerProblems(JsonMapper json) {
    this.json = json;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()
        || !canAnswer(response)) {
      return;
    }
    Problem problem = Translation.ofStatus(status);
    String path = request.getRequestURI();
    // what is left of the trace and of the path of such a request is not certain
    String traceId = RequestTrace.of(request).traceId();
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setHeader(HttpHeaders.CONTENT_LANGUAGE, "en");
      byte[] body = json.writeValueAsBytes(problem.body(path == null ? "/" : path, traceId));
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException gone) {
      log.debug("a malformed request could not be answered: {}", gone.toString());
    }
  }

  private static boolean canAnswer(Response response) {
    var can = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, can);
    return can.get();
  }
}
