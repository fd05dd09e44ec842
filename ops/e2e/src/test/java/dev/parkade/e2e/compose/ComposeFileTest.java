package dev.parkade.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// What can be seen without Docker: the promises that the files themselves make.
class ComposeFileTest {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();
  private static final Set<String> ONE_SHOT = Set.of("secrets", "topics", "demo");

  private String dockerfile;
  private Map<String, Map<String, Object>> services;

  @BeforeEach
  @SuppressWarnings("unchecked")
  void read() throws IOException {
    dockerfile = Files.readString(REPOSITORY.resolve("ops/docker/Dockerfile"));
    Map<String, Object> compose =
        new Yaml().load(Files.readString(REPOSITORY.resolve("docker-compose.yml")));
    services = (Map<String, Map<String, Object>>) compose.get("services");
  }

  @Test
  void everyImageIsPinned() {
    assertThat(services.values())
        .extracting(it -> it.get("image"))
        .allSatisfy(
            it ->
                assertThat(it)
                    .asString()
                    .matches(
                        "(parkade/[a-z-]+:\\$\\{PARKADE_TAG:-local}|[a-z/]+:v?\\d+\\.\\d+.*)"));
    assertThat(dockerfile)
        .contains("FROM maven:3.9.", "FROM debian:12-slim")
        .doesNotContain(":latest");
  }

  @Test
  void rehearsesWithTheBrokerAndTheDatabaseThatItRunsWith() {
    assertThat(dockerfile)
        .contains(
            "FROM %s AS kafka".formatted(services.get("kafka").get("image")),
            "FROM %s AS rehearsed".formatted(services.get("postgres").get("image")));
  }

  @Test
  void noContainerMayDoMoreThanItMust() {
    assertThat(services)
        .allSatisfy(
            (name, it) -> {
              assertThat(it.get("cap_drop")).as(name).isEqualTo(List.of("ALL"));
              assertThat(it.get("security_opt"))
                  .as(name)
                  .isEqualTo(List.of("no-new-privileges:true"));
              assertThat(it).as(name).containsKey("mem_limit");
            });
  }

  @Test
  void whatRunsIsWatchedAndStartedAgain() {
    assertThat(services)
        .allSatisfy(
            (name, it) -> {
              if (!ONE_SHOT.contains(name)) {
                assertThat(it.get("restart")).as(name).isEqualTo("unless-stopped");
                assertThat(it.containsKey("healthcheck") || isOurs(it)).as(name).isTrue();
              }
            });
    assertThat(dockerfile).contains("HEALTHCHECK");
  }

  @Test
  void theBuildInAnImageSeesThePomOfEveryModule() throws IOException {
    List<String> seen =
        Files.readAllLines(REPOSITORY.resolve(".dockerignore")).stream()
            .filter(line -> line.startsWith("!") && line.endsWith("pom.xml"))
            .map(line -> line.substring(1))
            .toList();

    assertThat(poms(REPOSITORY)).hasSizeGreaterThan(15);
    assertThat(poms(REPOSITORY))
        .allSatisfy(
            pom ->
                assertThat(seen)
                    .as("%s, of .dockerignore", pom)
                    .anyMatch(
                        it ->
                            Path.of("").getFileSystem().getPathMatcher("glob:" + it).matches(pom)));
  }

  /// Maven refuses to build anything if one of them is missing.
  private static List<Path> poms(Path module) throws IOException {
    List<Path> all = new ArrayList<>();
    Path pom = module.resolve("pom.xml");
    all.add(REPOSITORY.relativize(pom));
    var modules = Pattern.compile("<module>(.+)</module>").matcher(Files.readString(pom));
    while (modules.find()) {
      all.addAll(poms(module.resolve(modules.group(1))));
    }
    return all;
  }

  @Test
  void publishesOnThisMachineOnly() {
    assertThat(services.values())
        .flatExtracting(it -> (Collection<?>) it.getOrDefault("ports", List.of()))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).asString().startsWith("127.0.0.1:${PARKADE_PORTS:-}"));
  }

  @Test
  void holdsNoPassword() {
    assertThat(services.values())
        .flatExtracting(it -> ((Map<?, ?>) it.getOrDefault("environment", Map.of())).entrySet())
        .extracting(Object::toString)
        .filteredOn(it -> it.toUpperCase(Locale.ROOT).contains("PASSWORD"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("_FILE=/run/secrets/"));
  }

  @Test
  void theBuildInTheImageHasEveryModule() throws IOException {
    var pom = Files.readString(REPOSITORY.resolve("pom.xml"));
    var modules =
        Pattern.compile("<module>(.+?)</module>")
            .matcher(pom)
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toSet());

    assertThat(modules)
        .hasSizeGreaterThan(4)
        .allSatisfy(it -> assertThat(dockerfile).contains("COPY %s %s\n".formatted(it, it)));
  }

  private static boolean isOurs(Map<String, Object> service) {
    return String.valueOf(service.get("image")).startsWith("parkade/");
  }
}
