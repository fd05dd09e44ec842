package dev.parkade.runtime.problem;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/// The pages behind the `type` of a problem: HTML for a browser, plain text for everybody else.
@RestController
final class ProblemPages {

  private final Map<String, ProblemType> types;

  /// @throws IllegalArgumentException if two types share a code
  ProblemPages(Collection<ProblemCatalogue> catalogues) {
    types = new LinkedHashMap<>();
    CommonProblems.ALL.forEach(this::register);
    catalogues.forEach(catalogue -> catalogue.types().forEach(this::register));
  }

  private void register(ProblemType type) {
    ProblemType other = types.putIfAbsent(type.code(), type);
    if (other != null && !other.equals(type)) {
      throw new IllegalArgumentException("two problem types share the code " + type.code());
    }
  }

  @GetMapping("/problems")
  ResponseEntity<String> list(
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    if (wantsHtml(accept)) {
      String rows =
          types.values().stream()
              .map(
                  t -> "<li>%d <a href=\"%s\">%s</a></li>".formatted(t.status(), t.uri(), t.code()))
              .collect(Collectors.joining("\n"));
      return html("Problems", "<ul>\n" + rows + "\n</ul>");
    }
    return text(
        types.values().stream()
            .map(t -> "%d  %-28s %s".formatted(t.status(), t.code(), t.title()))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  @GetMapping("/problems/{code}")
  ResponseEntity<String> show(
      @PathVariable String code,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    ProblemType type = types.get(code);
    if (type == null) {
      throw new ProblemException(
          CommonProblems.NOT_FOUND,
          "there is no problem type of this code; GET /problems lists them all");
    }
    if (wantsHtml(accept)) {
      return html(
          type.title(),
          "<p><code>%s</code>, status %d</p>\n<p>%s</p>"
              .formatted(type.code(), type.status(), HtmlUtils.htmlEscape(type.remedy())));
    }
    return text(
        "%s\n\ncode    %s\nstatus  %d\n\n%s\n"
            .formatted(type.title(), type.code(), type.status(), type.remedy()));
  }

  private static boolean wantsHtml(@Nullable String accept) {
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  private static ResponseEntity<String> text(String body) {
    return ResponseEntity.ok().contentType(utf8(MediaType.TEXT_PLAIN)).body(body);
  }

  private static ResponseEntity<String> html(String title, String body) {
    String escaped = HtmlUtils.htmlEscape(title);
    return ResponseEntity.ok()
        .contentType(utf8(MediaType.TEXT_HTML))
        .body(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>%s</title></head>
            <body>
            <h1>%s</h1>
            %s
            </body></html>
            """
                .formatted(escaped, escaped, body));
  }

  private static MediaType utf8(MediaType type) {
    return new MediaType(type, java.nio.charset.StandardCharsets.UTF_8);
  }
}
