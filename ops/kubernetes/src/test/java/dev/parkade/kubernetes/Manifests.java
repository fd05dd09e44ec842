package dev.parkade.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Every resource of every manifest beside this module's POM, except those of the checker.
record Manifests(List<Manifest> all) {
  private static final YAMLMapper YAML = new YAMLMapper();

  /// A resource and the file that it stands in.
  record Manifest(Path file, JsonNode content) {
    String kind() {
      return content.path("kind").asText();
    }

    String name() {
      return content.at("/metadata/name").asText();
    }

    @Override
    public String toString() {
      return file + ": " + kind() + " " + name();
    }
  }

  static List<Path> files() {
    try (Stream<Path> found = Files.walk(Path.of("."), 2)) {
      return found
          .map(Path::normalize)
          .filter(it -> it.toString().endsWith(".yaml"))
          .filter(it -> !it.startsWith("target") && !it.startsWith("check"))
          .sorted()
          .toList();
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  static Manifests read() {
    List<Manifest> all = new ArrayList<>();
    for (Path file : files()) {
      try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
        while (documents.hasNext()) {
          all.add(new Manifest(file, documents.next()));
        }
      } catch (IOException refused) {
        throw new UncheckedIOException(file + " is no YAML", refused);
      }
    }
    return new Manifests(all);
  }

  List<Manifest> of(String... kinds) {
    return all.stream().filter(it -> List.of(kinds).contains(it.kind())).toList();
  }

  Manifest one(String kind, String name) {
    return of(kind).stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }
}
