package dev.parkade.e2e.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/// The rules of Prometheus and their unit tests, as they stand in `ops/prometheus`.
record RuleFiles(Path folder) {
  static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();

  /// Those of this checkout.
  static RuleFiles ofThisCheckout() {
    return new RuleFiles(REPOSITORY.resolve("ops/prometheus"));
  }

  /// A rule that alerts.
  record AlertRule(
      String name, String expr, Map<String, String> labels, Map<String, String> annotations) {

    String annotation(String key) {
      return annotations.getOrDefault(key, "");
    }
  }

  /// A unit test of rules: what it expects of a query at a time.
  ///
  /// @param expects whether it expects anything; if not, the query must find nothing
  record Expectation(String file, String test, String expr, String at, boolean expects) {}

  /// The rule files, by path.
  List<Path> rules() throws IOException {
    return files("rules");
  }

  /// The files of unit tests, by path.
  List<Path> tests() throws IOException {
    return files("tests");
  }

  List<AlertRule> alerts() throws IOException {
    return rules().stream()
        .flatMap(file -> list(read(file), "groups"))
        .flatMap(group -> list(group, "rules"))
        .filter(rule -> rule.containsKey("alert"))
        .map(
            rule ->
                new AlertRule(
                    text(rule, "alert"),
                    text(rule, "expr"),
                    texts(rule, "labels"),
                    texts(rule, "annotations")))
        .toList();
  }

  List<Expectation> expectations() throws IOException {
    return tests().stream()
        .flatMap(
            file ->
                list(read(file), "tests")
                    .flatMap(
                        test ->
                            list(test, "promql_expr_test")
                                .map(
                                    it ->
                                        new Expectation(
                                            file.getFileName().toString(),
                                            text(test, "name"),
                                            text(it, "expr"),
                                            text(it, "eval_time"),
                                            list(it, "exp_samples").findAny().isPresent()))))
        .toList();
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.filter(it -> it.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static Map<?, ?> read(Path file) {
    try {
      return new Yaml().load(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private static Stream<Map<?, ?>> list(Map<?, ?> node, String key) {
    return node.get(key) instanceof List<?> all
        ? all.stream().map(it -> (Map<?, ?>) it)
        : Stream.of();
  }

  private static String text(Map<?, ?> node, String key) {
    Object value = node.get(key);
    return value == null ? "" : value.toString();
  }

  private static Map<String, String> texts(Map<?, ?> node, String key) {
    if (!(node.get(key) instanceof Map<?, ?> all)) {
      return Map.of();
    }
    return all.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                it -> it.getKey().toString(), it -> it.getValue().toString()));
  }
}
