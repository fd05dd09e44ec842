package dev.parkade.runtime.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/// One occurrence of a problem type.
record Problem(
    ProblemType type, int status, String detail, Map<String, Object> extra, HttpHeaders headers) {

  static Problem of(ProblemType type, String detail) {
    return of(type, detail, Map.of());
  }

  static Problem of(ProblemType type, String detail, Map<String, Object> extra) {
    return new Problem(type, type.status(), detail, extra, new HttpHeaders());
  }

  Problem status(int other) {
    return new Problem(type, other, detail, extra, headers);
  }

  Problem headers(HttpHeaders more) {
    var all = new HttpHeaders();
    all.putAll(headers);
    all.putAll(more);
    return new Problem(type, status, detail, extra, all);
  }

  Problem retryAfter(Duration wait) {
    var header = new HttpHeaders();
    header.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    return headers(header);
  }

  /// The members in the order in which people read them.
  Map<String, Object> body(String instance, String traceId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type.uri());
    body.put("title", type.title());
    body.put("status", status);
    body.put("detail", detail);
    body.put("instance", instance);
    body.put("code", type.code());
    extra.forEach(body::putIfAbsent);
    body.put("traceId", traceId);
    return body;
  }
}
