package dev.parkade.cli.doctor;

import dev.parkade.local.LocalSystem;
import dev.parkade.local.Ports;
import java.util.stream.Collectors;

/// Looks at a local system and the build it would run.
final class SystemChecks {
  private SystemChecks() {}

  static Check build(LocalSystem system) {
    var missing = system.unbuilt();
    return missing.isEmpty()
        ? Check.ok("build", "all services are built")
        : Check.missing(
            "build",
            "not built: "
                + missing.stream().map(Object::toString).collect(Collectors.joining(", ")),
            "mvn -Dquick -DskipTests package");
  }

  static Check ports(LocalSystem system, Ports ports) {
    var taken = system.takenPorts(ports);
    return taken.isEmpty()
        ? Check.ok("ports", "free, or used by this system")
        : Check.missing(
            "ports",
            "taken by something else: "
                + taken.stream().map(Object::toString).collect(Collectors.joining(", ")),
            "parkade up --port-offset " + ports.nextFree().offset());
  }
}
