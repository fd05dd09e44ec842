package dev.parkade.runtime.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// `GET /`: what this service is, what to send to it and where to go on, for people with curl.
@RestController
final class HelpPage {

  private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

  private final String text;

  /// @param service the service's name
  /// @param managementPort where health and metrics are, 0 or less for the same port
  HelpPage(String service, int managementPort, List<ServiceHelp> helps) {
    String management = managementPort > 0 ? "port " + managementPort + ": " : "";
    Stream<String> about =
        helps.stream().flatMap(h -> Stream.concat(Stream.of(h.purpose(), ""), h.lines().stream()));
    Stream<String> pages =
        Stream.of(
            "",
            "GET  /docs          all of this to read and to try, in a browser",
            "GET  /openapi.yaml  the same for programs (OpenAPI)",
            "GET  /asyncapi.yaml the topics and messages of the whole system (AsyncAPI)",
            "GET  /problems      every kind of error, explained",
            "",
            "Health and metrics: " + management + "/actuator/health, /actuator/prometheus");
    text =
        Stream.of(about, pages, examples(helps))
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n", service + "\n\n", "\n"));
  }

  private static Stream<String> examples(List<ServiceHelp> helps) {
    List<String> commands = helps.stream().flatMap(h -> h.examples().stream()).toList();
    return commands.isEmpty()
        ? Stream.empty()
        : Stream.concat(Stream.of("", "Try it:", ""), commands.stream());
  }

  @GetMapping("/")
  ResponseEntity<String> help(HttpServletRequest request) {
    String base = ServletUriComponentsBuilder.fromContextPath(request).toUriString();
    return ResponseEntity.ok().contentType(TEXT).body(text.replace("{base}", base));
  }
}
