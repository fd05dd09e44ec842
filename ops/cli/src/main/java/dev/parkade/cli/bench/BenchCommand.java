package dev.parkade.cli.bench;

import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.SystemRefusal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `parkade bench race …`, `orders …`, `dlq …`: runs a benchmark in a JVM of its own, with
/// Spring and the contenders on its class path. It is asked to stop, and waited for, when this
/// command is interrupted. What it takes is what `parkade bench race --help` says.
@Command(
    name = "bench",
    description =
        "Measures Parkade; `parkade bench --help` says what there is, `parkade bench race --help`"
            + " more.")
public final class BenchCommand implements Callable<Integer> {
  private static final String MAIN = "dev.parkade.bench.Bench";
  private static final long STOP_SECONDS = 60;

  /// What is measured runs in this JVM; its load is made before it is sent, and its records are
  /// kept until they are compared.
  private static final List<String> WITHIN =
      List.of("-Xms1536m", "-Xmx1536m", "-Xmn768m", "-XX:+UseParallelGC");

  /// What is measured runs beside this JVM, which must not take the machine from it.
  private static final List<String> BESIDE =
      List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Terminal terminal;
  private final Home home;

  @Parameters(
      paramLabel = "ARGUMENT",
      arity = "0..*",
      description = "The benchmark and its options; none lists what there is.")
  private List<String> arguments = List.of();

  BenchCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    terminal.data().flush();
    var bench = start(command());
    var hook = new Thread(() -> stop(bench), "stop-bench");
    Runtime.getRuntime().addShutdownHook(hook);
    int exitCode = bench.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      // the hook has done its work
      return exitCode;
    }
    return exitCode;
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start();
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), refused);
    }
  }

  private static void stop(Process bench) {
    bench.destroy();
    try {
      if (!bench.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        bench.destroyForcibly();
      }
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(isForTheWholeSystem() ? BESIDE : WITHIN);
    command.addAll(
        List.of(
            "-Xshare:auto",
            // a broker as it runs elsewhere, for longer than a test: with both compilers
            "-Dparkade.kafka.jvm-options=-XX:+TieredCompilation",
            "--enable-native-access=ALL-UNNAMED",
            // shorter than that of the services, which close what has been idle
            "-Djdk.httpclient.keepalive.timeout=10",
            "-Dparkade.home=" + home.repository(),
            "-cp",
            classPath(),
            MAIN));
    command.addAll(arguments.isEmpty() ? List.of("--help") : arguments);
    return command;
  }

  private boolean isForTheWholeSystem() {
    return !arguments.isEmpty() && List.of("orders", "dlq").contains(arguments.getFirst());
  }

  private String classPath() {
    var built = home.repository().resolve("ops/bench/target");
    var libraries = built.resolve("class-path");
    var classes = built.resolve("classes");
    try {
      if (Files.isDirectory(classes) && Files.exists(libraries)) {
        return classes + File.pathSeparator + Files.readString(libraries).strip();
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot read " + libraries, refused);
    }
    throw new SystemRefusal("the benchmarks are not built", "mvn -Dquick -DskipTests package");
  }
}
