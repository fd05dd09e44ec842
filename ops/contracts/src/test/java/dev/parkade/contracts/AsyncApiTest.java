package dev.parkade.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// AsyncAPI's own parser reads the document of the topics as every tool of its ecosystem would. It
/// needs node and npm; without them the test is skipped, and says so.
class AsyncApiTest {

  private static final int ATTEMPTS = 3;
  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path NODE = Path.of("target/node");
  private static final Path DOCUMENT =
      Contracts.REPOSITORY.resolve("common-events/messages/src/main/resources/asyncapi.yaml");

  @BeforeAll
  static void install() throws Exception {
    assumeTrue(
        isThere("node") && isThere("npm"),
        "SKIPPED: node and npm are not on the PATH, so asyncapi.yaml was not validated");
    Files.createDirectories(NODE);
    for (String file : List.of("package.json", "package-lock.json", ".npmrc", "validate.mjs")) {
      Files.copy(SOURCE.resolve(file), NODE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    // npm writes it last, so what ended in the middle is installed again
    if (!Files.exists(NODE.resolve("node_modules/.package-lock.json"))) {
      Ended installed = run("npm", "ci");
      // one download that fails is no reason to fail
      for (int attempt = 1; attempt < ATTEMPTS && installed.exitCode() != 0; attempt++) {
        installed = run("npm", "ci");
      }
      assertThat(installed.exitCode())
          .as("npm ci in %s, which needs the network once:\n%s", NODE, installed.output())
          .isZero();
    }
  }

  @Test
  void theDocumentOfTheTopicsIsValid() throws Exception {
    Ended ended = validate(DOCUMENT);

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("AsyncAPI 3.0.0", "12 channels");
  }

  @Test
  void anExampleThatDoesNotFitItsSchemaWouldBeFound() throws Exception {
    Path broken = NODE.resolve("broken.yaml");
    String document = Files.readString(DOCUMENT);
    Files.writeString(broken, document.replace("currency: EUR", "currency: 978"));

    assertThat(Files.readString(broken)).isNotEqualTo(document);
    assertThat(validate(broken).exitCode()).isEqualTo(1);
  }

  private record Ended(int exitCode, String output) {}

  private static Ended validate(Path document) throws Exception {
    return run("node", "validate.mjs", document.toAbsolutePath().toString());
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    Path output = NODE.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(NODE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    return new Ended(ended ? process.exitValue() : -1, Files.readString(output));
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
