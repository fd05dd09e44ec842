package dev.parkade.cli.dlq.options;

import dev.parkade.cli.terminal.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What every Kafka client is made with.
final class ClientProperties {
  // a person waits: Kafka's own minute is too long to hear that nothing answers
  private static final Map<String, Object> PATIENCE =
      Map.of(
          "default.api.timeout.ms", "10000",
          "request.timeout.ms", "8000",
          "socket.connection.setup.timeout.ms", "3000",
          "client.id", "parkade-dlq",
          // a client that lives for seconds is not worth watching, and these cost its start
          "metric.reporters", "",
          "enable.metrics.push", "false");

  private ClientProperties() {}

  /// @param file settings that take the place of ours; the servers stay
  /// @throws Ending if the file cannot be read
  static Map<String, Object> read(String servers, @Nullable Path file) {
    var settings = new HashMap<>(PATIENCE);
    if (file != null) {
      load(file).forEach((key, value) -> settings.put(key.toString(), value));
    }
    settings.put("bootstrap.servers", servers);
    return settings;
  }

  private static Properties load(Path file) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException refused) {
      throw Ending.failed(
          "cannot read the client properties in " + file + ": " + refused,
          "give a file of Kafka client settings, one key=value a line");
    }
  }
}
