package dev.parkade.payment.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Payment-service in a process of its own, so that a test can kill or freeze it at a point.
public final class ServiceProcess implements AutoCloseable {

  private static final Pattern BEGUN =
      Pattern.compile("the gate runs for partitions \\[([0-9, ]*)]");

  private final Process process;
  private final Path directory;

  private ServiceProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /// @param directory an empty one of its own
  static ServiceProcess start(Path directory, HoldPoint point, List<String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xshare:auto");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dparkade.hold.point=" + point);
    command.add("-Dparkade.hold.reached=" + directory.resolve("reached"));
    command.add("-Dparkade.hold.go=" + directory.resolve("go"));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(HeldService.class.getName());
    command.addAll(settings);
    command.add("--spring.kafka.producer.properties[interceptor.classes]=" + Hold.class.getName());
    try {
      Files.createDirectories(directory);
      return new ServiceProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start(),
          directory);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Whether it stands at its hold point.
  public boolean isHeld() {
    return Files.exists(directory.resolve("reached"));
  }

  /// The partition numbers that it has begun to run, in their order.
  public List<Integer> begun() {
    return BEGUN
        .matcher(log())
        .results()
        .flatMap(it -> ServiceHttp.numbers(it.group(1)).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /// What it has logged.
  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Lets it go on from its hold point.
  public void letGo() {
    try {
      Files.createFile(directory.resolve("go"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// SIGKILL, and waits until it is gone.
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// SIGSTOP: it keeps its connections and does nothing, as in a very long pause.
  public void freeze() {
    signal("STOP");
  }

  /// SIGCONT: it goes on as if no time had passed.
  public void thaw() {
    signal("CONT");
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().onExit().join();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
