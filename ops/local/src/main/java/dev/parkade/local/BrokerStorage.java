package dev.parkade.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/// The directory of a broker: `server.properties`, and its formatted storage in `data`.
public final class BrokerStorage {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int CONTAINED_CONTROLLER = 9093;

  private BrokerStorage() {}

  /// Formats the storage where that has not happened yet, and writes the settings anew.
  ///
  /// @return the settings
  static Path prepare(Path home, int port, int controllerPort) {
    var data = home.resolve("data");
    var settings = home.resolve("server.properties");
    try {
      if (!Files.exists(data.resolve("meta.properties"))) {
        // formatted beside and renamed, so that an interrupted start leaves no half-made storage
        Directories.delete(data);
        var fresh = home.resolve("data.fresh");
        Directories.delete(fresh);
        BrokerProperties.write(
            settings, fresh.toString(), LOOPBACK, LOOPBACK, port, controllerPort);
        format(settings);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
      }
      BrokerProperties.write(settings, data.toString(), LOOPBACK, LOOPBACK, port, controllerPort);
      return settings;
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot configure the broker in " + home, refused);
    }
  }

  /// Prepares a broker that runs in a container: it listens on all the container's addresses.
  ///
  /// @param home an empty directory, whose content goes to the container
  /// @param mounted where the broker finds `data` there
  /// @param host where clients find the port, inside the container as outside
  public static void prepareContained(Path home, String mounted, String host, int port) {
    var settings = Directories.create(home).resolve("server.properties");
    var data = home.resolve("data").toAbsolutePath().toString();
    try {
      BrokerProperties.write(settings, data, LOOPBACK, LOOPBACK, port, CONTAINED_CONTROLLER);
      format(settings);
      BrokerProperties.write(settings, mounted, "0.0.0.0", host, port, CONTAINED_CONTROLLER);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot configure a broker in " + home, refused);
    }
  }

  private static void format(Path settings) {
    var said = new ByteArrayOutputStream();
    var cluster = Uuid.randomUuid().toString();
    String[] arguments = {"format", "--standalone", "-t", cluster, "-c", settings.toString()};
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exitCode = StorageTool.execute(arguments, out);
    if (exitCode != 0) {
      throw new StartupFailure(
          KafkaProcess.PART,
          "formatting its storage failed: " + said.toString(StandardCharsets.UTF_8).strip(),
          null,
          "check that the directory of " + settings + " is writable and not full",
          null);
    }
  }
}
