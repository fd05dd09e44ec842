package dev.parkade.testkit.environment;

import dev.parkade.local.BrokerStorage;
import dev.parkade.local.Directories;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/// A broker in a container of the image `apache/kafka`. Its storage is formatted here and copied,
/// which spares a JVM at every start, and its settings are those of the broker in a process.
///
/// It listens on the port that is published, because it connects to itself at the address that it
/// tells its clients.
final class ContainerBroker implements Broker {
  private static final String SEED = "/tmp/seed";
  private static final String DATA = "/var/lib/kafka/data";
  private static final String START =
      """
      set -e
      test -e %2$s/meta.properties || cp -r %1$s/data/. %2$s
      exec /opt/kafka/bin/kafka-server-start.sh %1$s/server.properties
      """
          .formatted(SEED, DATA);
  private static final int READABLE = 0755;
  private static final int LOOK_MILLIS = 2_000;
  private static final int LISTEN_MILLIS = 100;

  private final Published published;
  private final ServerContainer container;

  /// @param scratch a directory for what is copied to the container
  ContainerBroker(String image, Published published, Path scratch) {
    this.published = published;
    BrokerStorage.prepareContained(scratch, DATA, published.host(), published.port());
    this.container =
        ServerContainer.start(
            new GenericContainer<>(image)
                .withExposedPorts(published.port())
                .withCopyToContainer(MountableFile.forHostPath(scratch, READABLE), SEED)
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx512m")
                .withEnv(
                    "KAFKA_JVM_PERFORMANCE_OPTS",
                    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto")
                .withCommand("sh", "-c", START),
            published,
            published.port(),
            this::answers);
    Directories.delete(scratch);
  }

  @Override
  public String bootstrapServers() {
    return published.toString();
  }

  @Override
  public void kill() {
    container.kill();
  }

  @Override
  public void restart() {
    container.restart();
  }

  @Override
  public void freeze() {
    container.signal("STOP");
  }

  @Override
  public void thaw() {
    container.signal("CONT");
  }

  @Override
  public void close() {
    container.remove();
  }

  private boolean answers() throws Exception {
    if (!isServed()) {
      return false;
    }
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            bootstrapServers(),
            "request.timeout.ms",
            "8000",
            "default.api.timeout.ms",
            "10000");
    try (var admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    }
  }

  /// Whether there is more behind the port than Docker, who takes every connection and hangs up
  /// when nobody listens in the container. A broker waits for the first request.
  private boolean isServed() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(published.host(), published.port()), LOOK_MILLIS);
      socket.setSoTimeout(LISTEN_MILLIS);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException waiting) {
      return true;
    }
  }
}
