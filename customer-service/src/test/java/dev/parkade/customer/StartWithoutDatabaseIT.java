package dev.parkade.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.testkit.waiting.Eventually;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartWithoutDatabaseIT {

  @TempDir Path directory;

  @Test
  void waitsForItsDatabaseAndCanBeStoppedMeanwhile() throws Exception {
    Path log = directory.resolve("service.log");
    Process service = start(log);
    try {
      Eventually.within(
          Eventually.SOON,
          () -> assertThat(Files.readString(log)).contains("Connection error", "Retrying"));
      assertThat(service.isAlive()).isTrue();

      service.destroy();

      assertThat(service.waitFor(1, TimeUnit.MINUTES)).as("stopped").isTrue();
    } finally {
      service.destroyForcibly();
    }
  }

  private static Process start(Path log) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CustomerServiceApplication.class.getName());
    // port 1 is reserved and refuses
    builder.environment().put("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:1/customer");
    builder.environment().put("SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "1000");
    builder.environment().put("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    builder
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .redirectInput(new File("/dev/null"));
    return builder.start();
  }
}
