package dev.parkade.runtime.http;

import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.webjars.WebJarVersionLocator;

/// What this service promises, for programs and for people: its OpenAPI document with a page to
/// read and to try it, and the AsyncAPI document of the topics.
///
/// The documents are files that a test keeps equal to the code, so that serving them costs a
/// starting service nothing.
@RestController
final class ContractPages {

  private static final MediaType YAML =
      new MediaType(MediaType.APPLICATION_YAML, StandardCharsets.UTF_8);
  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  private static final String UI = "swagger-ui";

  private final String service;

  ContractPages(String service) {
    this.service = service;
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<Resource> openApi() {
    return document("openapi.yaml");
  }

  @GetMapping("/asyncapi.yaml")
  ResponseEntity<Resource> asyncApi() {
    return document("asyncapi.yaml");
  }

  private static ResponseEntity<Resource> document(String name) {
    var document = new ClassPathResource(name);
    if (!document.exists()) {
      throw new ProblemException(CommonProblems.NOT_FOUND, "this service has no " + name);
    }
    return ResponseEntity.ok().contentType(YAML).body(document);
  }

  @GetMapping("/docs")
  ResponseEntity<String> ui() {
    var webJars = new WebJarVersionLocator();
    return ResponseEntity.ok()
        .contentType(HTML)
        .body(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>%s</title>
            <link rel="stylesheet" href="/webjars/%s"></head>
            <body><div id="ui"></div>
            <script src="/webjars/%s"></script>
            <script>
              SwaggerUIBundle({url: '/openapi.yaml', dom_id: '#ui', deepLinking: true,
                validatorUrl: null});
            </script>
            </body></html>
            """
                .formatted(
                    service,
                    Objects.requireNonNull(webJars.path(UI, "swagger-ui.css")),
                    Objects.requireNonNull(webJars.path(UI, "swagger-ui-bundle.js"))));
  }
}
