package dev.parkade.local;

import java.net.URI;

/// Where clients reach a local system.
public record Endpoints(Ports ports) {
  /// The password of every service's database role.
  private static final String PASSWORD = "parkade";

  /// How to reach a database.
  public record Jdbc(String url, String username, String password) {}

  /// Kafka's host and port.
  public String bootstrapServers() {
    return "127.0.0.1:" + ports.of(Part.KAFKA);
  }

  /// The API of a service, without a trailing slash.
  public URI api(Part service) {
    return URI.create("http://127.0.0.1:" + ports.of(service));
  }

  /// The management side of a service: health, metrics and, in the demo profile, fault switches.
  public URI management(Part service) {
    return URI.create("http://127.0.0.1:" + ports.inner(service));
  }

  /// The database of a service, as the service itself reaches it.
  public Jdbc database(Part service) {
    return new Jdbc(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(ports.of(Part.POSTGRES), service.database()),
        service.database(),
        PASSWORD);
  }
}
