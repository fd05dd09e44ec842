package dev.parkade.local;

import java.net.URI;
import java.util.Map;

/// Where clients reach a system: one of this machine, or one in containers.
///
/// @param ports where its parts listen
/// @param host who listens there; `{part}` in it stands for the name of the part, for systems whose
///     parts have a host each
/// @param passwords of the database roles that have one of their own
public record Endpoints(Ports ports, String host, Map<Part, String> passwords) {
  /// The password of every service's database role in a local system.
  private static final String PASSWORD = "parkade";

  public Endpoints {
    passwords = Map.copyOf(passwords);
  }

  /// A local system.
  public Endpoints(Ports ports) {
    this(ports, "127.0.0.1", Map.of());
  }

  /// How to reach a database.
  public record Jdbc(String url, String username, String password) {}

  /// Kafka's host and port.
  public String bootstrapServers() {
    return host(Part.KAFKA) + ":" + ports.of(Part.KAFKA);
  }

  /// The API of a service, without a trailing slash.
  public URI api(Part service) {
    return URI.create("http://" + host(service) + ":" + ports.of(service));
  }

  /// The management side of a service: health, metrics and, in the demo profile, fault switches.
  public URI management(Part service) {
    return URI.create("http://" + host(service) + ":" + ports.inner(service));
  }

  /// The database of a service, as the service itself reaches it.
  public Jdbc database(Part service) {
    return new Jdbc(
        "jdbc:postgresql://%s:%d/%s"
            .formatted(host(Part.POSTGRES), ports.of(Part.POSTGRES), service.database()),
        service.database(),
        passwords.getOrDefault(service, PASSWORD));
  }

  private String host(Part part) {
    return host.replace("{part}", part.label());
  }

  /// Says nothing of passwords.
  @Override
  public String toString() {
    return host + ", " + ports;
  }
}
