package dev.parkade.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Looks at what `docker compose up` needs. Nothing of it is more than a warning, because
/// `parkade demo` does without Docker; the first thing that is missing ends the look.
final class DockerChecks {
  private static final long GIB = 1L << 30;
  private static final long MEMORY_NEEDED = 3 * GIB;
  private static final int COMPOSE_MAJOR = 2;
  private static final int COMPOSE_MINOR = 20;
  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+).*", Pattern.DOTALL);
  private static final Set<String> ARCHITECTURES = Set.of("x86_64", "amd64", "aarch64", "arm64");

  /// What docker-compose.yml publishes in its default profile.
  private static final int[] PORTS = {
    3000, 5432, 8080, 8081, 8082, 8083, 9080, 9081, 9082, 9083, 9090, 9092
  };

  private final Program program;
  private final IntPredicate isFree;

  /// @param isFree whether nobody listens on a port of this machine
  DockerChecks(Program program, IntPredicate isFree) {
    this.program = program;
    this.isFree = isFree;
  }

  List<Check> all() {
    var checks = new ArrayList<Check>();
    var client = ask("docker", "--version");
    if (client.exitCode() != 0) {
      return List.of(
          Check.warning(
              "docker",
              "no docker on the PATH; only `docker compose up` needs it",
              "install Docker Engine or Docker Desktop (https://docs.docker.com/get-docker),"
                  + " or do without: ops/parkade demo"));
    }
    var server =
        ask("docker", "info", "--format", "{{.ServerVersion}} {{.Architecture}} {{.MemTotal}}");
    var words = server.output().split("\\s+");
    if (!server.isGood() || words.length != 3 || !words[2].matches("\\d+")) {
      return List.of(daemonAway(server.output()));
    }
    checks.add(Check.ok("docker", "daemon " + words[0] + " answers"));
    checks.add(compose());
    checks.add(architecture(words[1]));
    checks.add(memory(Long.parseLong(words[2])));
    checks.add(ports());
    return checks;
  }

  private static Check daemonAway(String complaint) {
    var start = "start it: sudo systemctl start docker, or open Docker Desktop";
    var join = "join its group: sudo usermod -aG docker $USER, then log in again";
    return Check.warning(
        "docker",
        "the daemon does not answer: " + complaint.lines().findFirst().orElse("no answer"),
        complaint.contains("permission denied") ? join : start);
  }

  private Check compose() {
    var fix =
        "install the plugin: sudo apt-get install docker-compose-v2, or update Docker Desktop";
    var answer = ask("docker", "compose", "version", "--short");
    var version = VERSION.matcher(answer.output());
    if (answer.exitCode() != 0 || !version.matches()) {
      return Check.warning(
          "compose", "docker compose is missing (docker-compose, v1, is too old)", fix);
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    boolean recent = major > COMPOSE_MAJOR || major == COMPOSE_MAJOR && minor >= COMPOSE_MINOR;
    return recent
        ? Check.ok("compose", "version " + answer.output())
        : Check.warning(
            "compose", "version %s, but 2.20 or later is needed".formatted(answer.output()), fix);
  }

  private static Check architecture(String found) {
    return ARCHITECTURES.contains(found)
        ? Check.ok("images", "there are images for " + found)
        : Check.warning(
            "images",
            "no images for " + found + ", only for x86-64 and arm64",
            "run the containers on such a machine: docker context use …");
  }

  private static Check memory(long bytes) {
    var found = "%.1f GiB for containers".formatted(bytes / (double) GIB);
    return bytes >= MEMORY_NEEDED
        ? Check.ok("memory", found)
        : Check.warning(
            "memory",
            found + ", 3 are needed",
            "give Docker more (Docker Desktop: Settings, Resources), or leave the monitoring out:"
                + " docker compose --profile core up --wait");
  }

  private Check ports() {
    var taken = IntStream.of(PORTS).filter(isFree.negate()).boxed().toList();
    if (taken.isEmpty()) {
      return Check.ok("compose", "the ports of docker-compose.yml are free");
    }
    var ours =
        ask("docker", "ps", "--quiet", "--filter", "label=com.docker.compose.project=parkade");
    if (ours.isGood()) {
      return Check.ok("compose", "the system in containers is up");
    }
    return Check.warning(
        "compose",
        "ports taken by something else: "
            + taken.stream().map(Object::toString).collect(Collectors.joining(", ")),
        "PARKADE_PORTS=%s docker compose up --wait".formatted(freeDigit()));
  }

  private String freeDigit() {
    return IntStream.rangeClosed(1, 5)
        .filter(digit -> IntStream.of(PORTS).map(it -> digit * 10_000 + it).allMatch(isFree))
        .mapToObj(Integer::toString)
        .findFirst()
        .orElse("1");
  }

  private Program.Answer ask(String... command) {
    return program.ask(List.of(command));
  }
}
