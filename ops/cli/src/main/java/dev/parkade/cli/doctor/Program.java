package dev.parkade.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks a program of this machine something.
@FunctionalInterface
interface Program {
  /// What it answered.
  ///
  /// @param exitCode 127 if there is no such program, 124 if it did not end in time
  /// @param output standard output, or what it complained about
  record Answer(int exitCode, String output) {
    boolean isGood() {
      return exitCode == 0 && !output.isBlank();
    }
  }

  /// Runs it.
  Answer ask(List<String> command);

  /// Runs programs of this machine, for ten seconds each at most.
  static Program ofThisMachine() {
    return Program::run;
  }

  private static Answer run(List<String> command) {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return new Answer(127, String.valueOf(missing.getMessage()));
    }
    try {
      // what is asked for here is a line
      if (!process.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Answer(124, "no answer within 10 s");
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.exitValue(), output.strip());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the answer of " + command, unreadable);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }
}
