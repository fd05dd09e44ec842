package dev.parkade.runtime.http;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /`: what this service is and where to go on, for people with curl.
@RestController
final class HelpPage {

  private final String text;

  /// @param service the service's name
  /// @param managementPort where health and metrics are, 0 or less for the same port
  HelpPage(String service, int managementPort, List<ServiceHelp> helps) {
    String management = managementPort > 0 ? "port " + managementPort + ": " : "";
    text =
        Stream.concat(
                helps.stream()
                    .flatMap(h -> Stream.concat(Stream.of(h.purpose(), ""), h.lines().stream())),
                Stream.of(
                    "GET  /problems                       every kind of error, explained",
                    "",
                    "Health and metrics: " + management + "/actuator/health, /actuator/prometheus"))
            .collect(Collectors.joining("\n", service + "\n\n", "\n"));
  }

  @GetMapping("/")
  ResponseEntity<String> help() {
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(text);
  }
}
