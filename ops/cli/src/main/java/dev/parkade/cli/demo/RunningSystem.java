package dev.parkade.cli.demo;

import dev.parkade.cli.terminal.Ending;
import dev.parkade.local.Endpoints;
import dev.parkade.local.Part;
import dev.parkade.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that name a system which somebody else runs, such as containers.
final class RunningSystem {
  private static final String PASSWORD = "spring.datasource.password";

  @Option(
      names = "--against",
      paramLabel = "HOST",
      description =
          "Plays on a system that runs there already, in containers for example, and leaves it"
              + " running. {part} in it stands for the name of each part: kafka, postgres,"
              + " order-orchestrator, …")
  private @Nullable String host;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      defaultValue = "${env:PARKADE_SECRETS}",
      description =
          "With --against: the database passwords, in SERVICE/"
              + PASSWORD
              + ". Default: $PARKADE_SECRETS; without it, those of a local system.")
  private @Nullable Path secrets;

  /// The system that was named, if one was.
  ///
  /// @throws Ending if a password cannot be read; says which
  Optional<Endpoints> endpoints(Ports ports) {
    return host == null
        ? Optional.empty()
        : Optional.of(new Endpoints(ports, host, secrets == null ? Map.of() : passwords(secrets)));
  }

  /// @throws Ending if one of its services is away or not ready
  static void requireReady(Rest rest, Endpoints endpoints) throws InterruptedException {
    for (var service : Part.services()) {
      var uri = URI.create(endpoints.management(service) + "/actuator/health/readiness");
      int status = status(rest, uri);
      if (status != 200) {
        throw Ending.failed(
            "%s is not ready: GET %s %s"
                .formatted(service, uri, status == 0 ? "is not answered" : "answers " + status),
            "start the system first, for example: docker compose up --wait");
      }
    }
  }

  private static int status(Rest rest, URI uri) throws InterruptedException {
    try {
      return rest.get(uri).status();
    } catch (UncheckedIOException away) {
      return 0;
    }
  }

  private static Map<Part, String> passwords(Path secrets) {
    var all = new EnumMap<Part, String>(Part.class);
    for (var service : Part.services()) {
      var file = secrets.resolve(service.label()).resolve(PASSWORD);
      try {
        all.put(service, Files.readString(file).strip());
      } catch (IOException unreadable) {
        throw Ending.failed(
            "cannot read the password of " + service + ": " + unreadable,
            "name the folder with --secrets: it has a file " + service + "/" + PASSWORD);
      }
    }
    return all;
  }

  /// What people may look at afterwards, as whoever runs the system has said it.
  static List<String> urls() {
    return Optional.ofNullable(System.getenv("PARKADE_URLS")).stream()
        .flatMap(String::lines)
        .toList();
  }
}
