package dev.parkade.bench.dlq;

import dev.parkade.bench.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the usual script in a JVM of its own: once undisturbed, for its rate, and once killed.
final class PeerRun {
  private static final long LIMIT_SECONDS = 120;

  /// It commits after every 500 records, so on average this many were sent since.
  private static final int HALF_A_POLL = 250;

  private final DlqBroker broker;
  private final int letters;

  PeerRun(DlqBroker broker, int letters) {
    this.broker = broker;
    this.letters = letters;
  }

  /// Sends all.
  ///
  /// @return records a second
  double rate() throws InterruptedException {
    var said = finish(start("undisturbed", DlqBroker.PEER_TARGET)).split(" ");
    return Latency.round(Integer.parseInt(said[0]) * 1_000.0 / Long.parseLong(said[1]));
  }

  /// Sends all to another topic; killed in the middle, and started again.
  Census killed() throws InterruptedException {
    var first = start("killed", DlqBroker.PEER_TARGET_KILLED);
    try {
      Progress.await(() -> broker.end(DlqBroker.PEER_TARGET_KILLED) > letters / 2 + HALF_A_POLL);
    } finally {
      first.destroyForcibly().waitFor();
    }
    finish(start("killed", DlqBroker.PEER_TARGET_KILLED));
    return Census.of(broker.bootstrapServers(), DlqBroker.PEER_TARGET_KILLED, 0, letters);
  }

  private Process start(String group, String target) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Script.class.getName(),
            broker.bootstrapServers(),
            DlqBroker.PEER_DLQ.name(),
            target,
            group);
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), refused);
    }
  }

  private static String finish(Process process) throws InterruptedException {
    try {
      var _ =
          process
              .onExit()
              .completeOnTimeout(process, LIMIT_SECONDS, TimeUnit.SECONDS)
              .thenAccept(Process::destroyForcibly);
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException("the script ended with " + exitCode);
      }
      // what a logger says comes before
      return said.strip().lines().reduce("", (_, line) -> line);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
