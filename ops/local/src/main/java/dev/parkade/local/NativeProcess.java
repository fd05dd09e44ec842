package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A process known by its id and the instant it started, so that a recycled id is never signalled.
final class NativeProcess {
  // start instants come from the kernel's clock ticks plus its boot time, which is adjusted at
  // times
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration KILL_LIMIT = Duration.ofMinutes(1);
  // behind the name of the program, in /proc/<pid>/stat
  private static final int THREADS = 17;

  private final ProcessHandle handle;
  private final Instant startedAt;

  private final @Nullable Process child;

  private NativeProcess(ProcessHandle handle, @Nullable Process child) {
    this.handle = handle;
    this.child = child;
    this.startedAt = handle.info().startInstant().orElse(Instant.EPOCH);
  }

  /// Starts a command with both its output streams appended to the log.
  static NativeProcess spawn(
      List<String> command, Map<String, String> environment, Path log, Lifetime lifetime) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      var whole = new ArrayList<>(lifetime == Lifetime.DETACHED ? ownSession() : List.<String>of());
      whole.addAll(command);
      var builder =
          new ProcessBuilder(whole)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      var process = of(builder.start());
      if (lifetime == Lifetime.WITH_THIS_JVM) {
        Runtime.getRuntime().addShutdownHook(new Thread(process::kill));
      }
      return process;
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), refused);
    }
  }

  private static NativeProcess of(Process child) {
    return new NativeProcess(child.toHandle(), child);
  }

  /// The running process with this id, unless it is another one than the one that started then.
  static Optional<NativeProcess> attach(long pid, Instant startedAt) {
    return ProcessHandle.of(pid)
        .map(it -> new NativeProcess(it, null))
        .filter(it -> it.isAlive())
        .filter(
            it -> Duration.between(it.startedAt, startedAt).abs().compareTo(START_TOLERANCE) <= 0);
  }

  long pid() {
    return handle.pid();
  }

  Instant startedAt() {
    return startedAt;
  }

  boolean isAlive() {
    return handle.isAlive() && !isZombie();
  }

  List<NativeProcess> descendants() {
    return handle.descendants().map(it -> new NativeProcess(it, null)).toList();
  }

  /// Waits until the process is gone.
  ///
  /// @return whether it is gone within the limit
  boolean awaitExit(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(POLL);
    }
    return true;
  }

  /// Waits until a child of this JVM has ended.
  ///
  /// @return whether it has, with exit code 0, within the limit
  boolean succeedsWithin(Duration limit) {
    try {
      return child != null
          && child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
          && child.exitValue() == 0;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for process " + pid(), stop);
    }
  }

  /// Pauses the caller, or less if the process ends meanwhile.
  void pause(Duration time) {
    try {
      handle.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
      // the handle of an unreaped process completes at once or never: do not spin on it
      TimeUnit.MILLISECONDS.sleep(1);
    } catch (TimeoutException stillRunning) {
      return;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("waiting for process " + pid(), impossible);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for process " + pid(), stop);
    }
  }

  /// Sends a signal by its name, then SIGKILL if the process is still there after the limit.
  void stop(String signal, Duration limit) {
    if (isAlive()) {
      signal(signal);
      if (!awaitExit(limit)) {
        kill();
      }
    }
  }

  /// SIGKILL, and waits until the process is gone.
  void kill() {
    if (isAlive()) {
      handle.destroyForcibly();
      awaitExit(KILL_LIMIT);
    }
  }

  void signal(String name) {
    Commands.run(List.of("kill", "-" + name, Long.toString(pid())), Map.of());
  }

  /// Dead, but nobody has asked for its exit code. While it has threads that are still on their way
  /// out, it holds its ports and files.
  private boolean isZombie() {
    var stat = Path.of("/proc", Long.toString(pid()), "stat");
    try {
      var text = Files.exists(stat) ? Files.readString(stat) : "";
      var fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
      return fields[0].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1;
    } catch (IOException vanished) {
      return true;
    }
  }

  private static List<String> ownSession() {
    return Commands.isInstalled("setsid") ? List.of("setsid") : List.of("nohup");
  }
}
