package dev.parkade.bench.dlq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `ops/parkade dlq …` as a person does, in a process of its own.
final class Tool {
  private static final long LIMIT_SECONDS = 600;

  private final Path repository;
  private final Path directory;
  private final String bootstrapServers;
  private int runs;

  Tool(Path repository, Path directory, String bootstrapServers) {
    this.repository = repository;
    this.directory = directory;
    this.bootstrapServers = bootstrapServers;
  }

  /// How a command went.
  ///
  /// @param firstOutput seconds from its start to its first byte on standard output
  /// @param seconds from its start to its end
  /// @param heap nothing if it was not limited
  record Ended(int exitCode, double firstOutput, double seconds, String output, Heap heap) {
    /// This, if it ended so.
    ///
    /// @throws IllegalStateException if it did not
    Ended expect(int wanted) {
      if (exitCode != wanted) {
        throw new IllegalStateException("ended with %d: %s".formatted(exitCode, output));
      }
      return this;
    }
  }

  /// Runs it to its end, with the heap that the launcher gives it.
  Ended run(String... arguments) {
    return await(start(0, List.of(arguments)));
  }

  /// Runs it to its end in so much heap.
  Ended runIn(int heapMegabytes, String... arguments) {
    return await(start(heapMegabytes, List.of(arguments)));
  }

  /// Starts it.
  Running start(String... arguments) {
    return start(0, List.of(arguments));
  }

  /// A command that runs.
  ///
  /// @param process of which the launcher is the beginning, since it becomes the tool itself
  /// @param talk where its standard error goes
  record Running(Process process, long began, Path talk, Path collections, boolean limited) {}

  private Running start(int heapMegabytes, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(repository.resolve("ops/parkade").toString());
    command.add("dlq");
    command.addAll(arguments);
    command.addAll(List.of("--bootstrap-servers", bootstrapServers));
    int run = runs++;
    var talk = directory.resolve("dlq-" + run + ".err");
    var collections = directory.resolve("dlq-" + run + ".gc");
    var builder = new ProcessBuilder(command).redirectError(talk.toFile());
    builder.environment().put("PARKADE_NO_BUILD", "1");
    builder.environment().put("PARKADE_JAVA_HOME", System.getProperty("java.home"));
    if (heapMegabytes > 0) {
      builder.environment().put("_JAVA_OPTIONS", Heap.options(heapMegabytes, collections));
    }
    try {
      long began = System.nanoTime();
      return new Running(builder.start(), began, talk, collections, heapMegabytes > 0);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), refused);
    }
  }

  Ended await(Running running) {
    var process = running.process();
    // of one that has ended by then nothing is left to destroy
    var _ =
        process
            .onExit()
            .completeOnTimeout(process, LIMIT_SECONDS, TimeUnit.SECONDS)
            .thenAccept(Process::destroyForcibly);
    try (var out = process.getInputStream()) {
      int first = out.read();
      double firstOutput = since(running.began());
      String rest = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      double seconds = since(running.began());
      String output = (first < 0 ? "" : (char) first) + rest;
      return new Ended(
          exitCode,
          firstOutput,
          seconds,
          output + Files.readString(running.talk()),
          running.limited() ? Heap.read(running.collections()) : new Heap(0, 0));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
