package dev.parkade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The schemas of Kubernetes, KEDA, CloudNativePG and the Prometheus operator accept our manifests.
/// Without Node.js this is skipped.
class SchemasIT {
  private static final int ATTEMPTS = 3;
  private static final Path CHECK = Path.of("target/check");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "check.mjs");

  @BeforeAll
  static void install() throws Exception {
    if (!isInstalled("node") || !isInstalled("npm")) {
      abort("SKIPPED: the schema check needs node (20 or later) and npm on the PATH");
    }
    Files.createDirectories(CHECK);
    for (String file : FILES) {
      Files.copy(
          Path.of("check").resolve(file), CHECK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    // one download that fails is no reason to fail
    var npm = npmCi();
    for (int attempt = 1; attempt < ATTEMPTS && npm.exitCode != 0; attempt++) {
      npm = npmCi();
    }
    if (npm.exitCode != 0 && isAboutTheNetwork(npm.said)) {
      abort("SKIPPED: npm does not reach its registry: " + npm.said);
    }
    assertThat(npm.exitCode).as(npm.said).isZero();
  }

  private static Outcome npmCi() throws IOException, InterruptedException {
    return run(
        List.of("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit"), "npm.log");
  }

  @Test
  void acceptEveryManifest() throws Exception {
    List<String> command = new ArrayList<>(List.of("node", "check.mjs"));
    Manifests.files().forEach(it -> command.add(it.toAbsolutePath().toString()));

    var outcome = run(command, "accepted.log");

    assertThat(outcome.exitCode).as(outcome.said).isZero();
    assertThat(outcome.said)
        .contains(
            "StatefulSet payment-service",
            "ScaledObject payment-service",
            "Cluster payment-db",
            "PodMonitor parkade",
            "NetworkPolicy nothing");
  }

  @Test
  void refuseWhatIsWrong() throws Exception {
    Path wrongNumber = broken("services/payment-service.yaml", "replicas: 2", "replicas: two");
    Path wrongField = broken("services/inventory-service.yaml", "minReplicaCount", "minReplicas");
    Path misspelt = broken("databases/orders.yaml", "walStorage", "walStorag");

    var outcome =
        run(
            List.of(
                "node",
                "check.mjs",
                wrongNumber.toString(),
                wrongField.toString(),
                misspelt.toString()),
            "refused.log");

    assertThat(outcome.exitCode).as(outcome.said).isEqualTo(1);
    assertThat(outcome.said)
        .contains("StatefulSet payment-service: data/spec/replicas must be integer")
        .containsPattern("ScaledObject inventory-service: .*'\"minReplicas\"' does not exist")
        .containsPattern("Cluster orders-db: .*'\"walStorag\"' does not exist");
  }

  private static Path broken(String file, String right, String wrong) throws IOException {
    String manifest = Files.readString(Path.of(file));
    assertThat(manifest).contains(right);
    Path copy = CHECK.resolve("broken-" + Path.of(file).getFileName()).toAbsolutePath();
    return Files.writeString(copy, manifest.replace(right, wrong));
  }

  private record Outcome(int exitCode, String said) {}

  private static Outcome run(List<String> command, String log)
      throws IOException, InterruptedException {
    Path said = CHECK.resolve(log);
    var process =
        new ProcessBuilder(command)
            .directory(CHECK.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      abort("SKIPPED: " + command.getFirst() + " has not ended within three minutes, see " + said);
    }
    return new Outcome(process.exitValue(), Files.readString(said));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(it -> Files.isExecutable(Path.of(it, program)));
  }

  private static boolean isAboutTheNetwork(String said) {
    return Stream.of("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET")
        .anyMatch(said::contains);
  }
}
