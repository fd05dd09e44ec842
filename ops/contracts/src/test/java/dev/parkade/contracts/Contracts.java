package dev.parkade.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the contracts are.
final class Contracts {

  static final List<String> SERVICES =
      List.of("order-orchestrator", "customer-service", "payment-service", "inventory-service");
  static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  static final Path PUBLISHED = Path.of("published");

  private Contracts() {}

  /// What clients were promised last.
  static String published(String service) throws IOException {
    return Files.readString(PUBLISHED.resolve(service + ".yaml"));
  }

  /// What the code promises now.
  static String current(String service) throws IOException {
    return Files.readString(REPOSITORY.resolve(service + "/src/main/resources/openapi.yaml"));
  }

  /// The changes of a service that are meant, with their reasons.
  static Map<String, String> declared(String service) throws IOException {
    JsonNode all =
        new YAMLMapper().readTree(Files.readString(PUBLISHED.resolve("declared-changes.yaml")));
    Map<String, String> declared = new LinkedHashMap<>();
    all.path(service)
        .forEach(
            entry ->
                declared.put(entry.path("change").asText(), entry.path("reason").asText().strip()));
    return declared;
  }
}
