package dev.parkade.order.scenario;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.environment.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The example consumer of `ops/examples/order-events-js`, as a process of its own. Its libraries
/// are installed under `target`, from its lock file.
public final class NodeConsumer implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path EXAMPLE = Path.of("../ops/examples/order-events-js");
  private static final Path INSTALLED = Path.of("target/order-events-js");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "order-events.mjs");

  private final Process process;
  private final Path printed;

  private NodeConsumer(Process process, Path printed) {
    this.process = process;
    this.printed = printed;
  }

  /// Starts it as a member of a group of its own.
  ///
  /// @throws org.opentest4j.TestAbortedException if Node.js or npm is not installed, or the
  ///     registry cannot be reached
  public static NodeConsumer start(String group) throws IOException, InterruptedException {
    if (!isInstalled("node") || !isInstalled("npm")) {
      abort("SKIPPED: the JavaScript consumer needs node (20 or later) and npm on the PATH");
    }
    install();
    Path printed = Files.createTempFile(INSTALLED, "printed", ".ndjson");
    var builder =
        new ProcessBuilder(
            "node",
            "order-events.mjs",
            "--brokers",
            Environment.kafka().bootstrapServers(),
            "--group",
            group);
    builder.directory(INSTALLED.toFile());
    builder.redirectOutput(printed.toFile());
    builder.redirectError(INSTALLED.resolve("talk.log").toFile());
    return new NodeConsumer(builder.start(), printed);
  }

  /// The events of these orders that it printed so far, in its order.
  public List<JsonNode> eventsOf(List<OrderId> orders) throws IOException {
    List<String> ids = orders.stream().map(OrderId::text).toList();
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(printed)) {
      // the last line may not be whole yet
      if (line.endsWith("}")) {
        JsonNode event = JSON.readTree(line);
        if (ids.contains(event.path("subject").asString())) {
          events.add(event);
        }
      }
    }
    return events;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// What it said on its error stream.
  public String talk() throws IOException {
    return Files.readString(INSTALLED.resolve("talk.log"));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    for (String file : FILES) {
      Files.copy(
          EXAMPLE.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = INSTALLED.resolve("npm.log");
    // one download that fails is no reason to fail
    for (int attempt = 1; !npmSucceeds(log); attempt++) {
      String said = Files.readString(log);
      if (attempt == ATTEMPTS && isAboutTheNetwork(said)) {
        abort("SKIPPED: npm does not reach its registry: " + said);
      }
      if (attempt == ATTEMPTS) {
        throw new AssertionError("npm ci failed " + ATTEMPTS + " times: " + said);
      }
    }
  }

  private static boolean npmSucceeds(Path log) throws IOException, InterruptedException {
    var npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit")
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(180, TimeUnit.SECONDS)) {
      npm.destroyForcibly();
      abort("SKIPPED: npm ci has not ended within three minutes, see " + log);
    }
    return npm.exitValue() == 0;
  }

  private static boolean isAboutTheNetwork(String said) {
    return Stream.of("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET")
        .anyMatch(said::contains);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
