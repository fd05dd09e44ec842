package dev.parkade.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `docker compose up --wait` in a fresh clone, and the story of the demo in a container.
@OnCompose
@Order(10)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeStoryIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration STORY_LIMIT = Duration.ofMinutes(12);
  private static final long MB = 1_000_000;
  private static final long MIB = 1 << 20;

  /// As lines of logs begin that people should not have to read when nothing is wrong.
  private static final Pattern TROUBLE =
      Pattern.compile(
          "(?m)^.*(\\bERROR\\b|\\bFATAL\\b|\"level\":\"ERROR\"|^\\s+at [\\w.$]+\\(|Exception).*$");

  private final ComposeSystem system;

  ComposeStoryIT(ComposeSystem system) {
    this.system = system;
  }

  @Test
  @Order(1)
  void comesUpWithoutAWordOfTrouble() {
    // without Kafka's own: a controller that registers before it is elected says so with a stack
    var everybody = List.of("secrets", "postgres", "topics", "prometheus", "grafana");

    assertThat(Stream.concat(everybody.stream(), ComposeSystem.SERVICES.stream()))
        .allSatisfy(it -> assertThat(trouble(it)).as(it).isEmpty());
  }

  @Test
  @Order(2)
  void servicesMayDoNothingBeyondTheirWork() {
    for (var service : ComposeSystem.SERVICES) {
      var container = inspect("container", system.container(service));

      assertThat(container.at("/Config/User").asString()).as(service).isEqualTo("65532:65532");
      assertThat(container.at("/HostConfig/ReadonlyRootfs").asBoolean()).as(service).isTrue();
      assertThat(container.at("/HostConfig/CapDrop").toString()).isEqualTo("[\"ALL\"]");
      assertThat(container.at("/HostConfig/CapAdd").size()).as(service).isZero();
      assertThat(container.at("/HostConfig/SecurityOpt").toString())
          .isEqualTo("[\"no-new-privileges:true\"]");
      assertThat(container.at("/HostConfig/Memory").asLong()).isBetween(128 * MIB, 512 * MIB);
      assertThat(container.at("/HostConfig/PidsLimit").asLong()).isBetween(50L, 400L);
      assertThat(container.at("/Config/Env").toString()).as(service).doesNotContain("PASSWORD");
    }
  }

  @Test
  @Order(2)
  void servicesCannotChangeThemselves() {
    for (var service : ComposeSystem.SERVICES) {
      var ended =
          system.tryCompose(
              SOON, "exec", "-T", service, "/bin/bash", "-c", "echo x > /app/app.jar");

      assertThat(ended.exitCode()).as(service).isNotZero();
      assertThat(ended.output()).containsAnyOf("Read-only file system", "Permission denied");
    }
  }

  @Test
  @Order(2)
  void imagesAreSmall() {
    for (var service : ComposeSystem.SERVICES) {
      var image = inspect("container", system.container(service)).at("/Image").asString();

      assertThat(inspect("image", image).at("/Size").asLong()).as(service).isLessThan(350 * MB);
    }
  }

  @Test
  @Order(2)
  void servicesStartFromTheirCache() {
    for (var service : ComposeSystem.SERVICES) {
      // it is empty if the build of the image could not rehearse
      system.compose(SOON, "exec", "-T", service, "/bin/bash", "-c", "[[ -s /app/app.aot ]]");
      // what the JVM says when it cannot use the cache
      assertThat(system.logs(service)).as(service).doesNotContain("[aot]", "Picked up");
    }
  }

  @Test
  @Order(3)
  void everythingTogetherFitsIntoThreeGigabytes() {
    var ids = system.compose(SOON, "ps", "--quiet").strip().lines();
    var command =
        Stream.concat(Stream.of("stats", "--no-stream", "--format", "{{.MemUsage}}"), ids);

    var used =
        system
            .docker(SOON, command.toArray(String[]::new))
            .lines()
            .mapToDouble(it -> mebibytes(it.substring(0, it.indexOf('/')).strip()))
            .sum();

    assertThat(used).isBetween(500.0, 3.0 * 1024);
  }

  @Test
  @Order(4)
  void tellsTheStory() {
    var told = system.compose(STORY_LIMIT, "up", "--no-build", "--exit-code-from", "demo", "demo");

    assertThat(told)
        .contains("12 of 12 invariants hold", "everything holds")
        .contains("j. The dead letter is replayed")
        .doesNotContain("[FAILED", "the demo failed");
  }

  private List<String> trouble(String service) {
    return TROUBLE.matcher(system.logs(service)).results().map(it -> it.group()).toList();
  }

  private JsonNode inspect(String kind, String id) {
    return JsonMapper.shared().readTree(system.docker(SOON, kind, "inspect", id)).get(0);
  }

  private static double mebibytes(String text) {
    var number = Double.parseDouble(text.replaceAll("[A-Za-z]", ""));
    return switch (text.replaceAll("[^A-Za-z]", "")) {
      case "GiB" -> number * 1024;
      case "MiB" -> number;
      case "KiB", "kB" -> number / 1024;
      default -> throw new IllegalArgumentException("no amount of memory: " + text);
    };
  }
}
