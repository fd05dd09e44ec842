package dev.parkade.cli.demo;

import dev.parkade.cli.system.SystemChoice;
import dev.parkade.cli.terminal.CommandRunner;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.ProgressLines;
import dev.parkade.cli.terminal.Table;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.Endpoints;
import dev.parkade.local.LocalSystem;
import dev.parkade.local.Part;
import dev.parkade.local.Ports;
import dev.parkade.local.Progress;
import dev.parkade.local.SystemRefusal;
import dev.parkade.local.UpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `parkade demo`: plays the whole story on a system that is up, or that it starts for itself.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Places orders over REST, makes payments race their customers, and proves from all"
            + " databases and topics that every promise was kept. Uses the system that is up, or"
            + " starts one and stops it afterwards.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade demo",
      "  parkade demo --report report.json",
      "  parkade demo --keep --port-offset 100 --data-dir /tmp/second",
      "  docker compose up demo          the same, in a container: parkade demo --against '{part}'"
    })
public final class DemoCommand implements Callable<Integer> {
  /// Long enough for every payment of the race, short enough for people who watch.
  private static final Map<String, String> ENVIRONMENT = Map.of("PARKADE_PARKING_MAX_AGE", "30s");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Terminal terminal;
  private final CommandRunner commands;
  private final Clock clock = Clock.systemUTC();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final SystemChoice choice;

  @Mixin private final RunningSystem running = new RunningSystem();

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "Shifts all ports. Default: as the last time in this directory, at first 0.")
  private @Nullable Integer portOffset;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes everything that was found as JSON.")
  private @Nullable Path report;

  @Option(names = "--keep", description = "Leaves the system running.")
  private boolean keep;

  @Option(names = "--json", description = "Prints the report as JSON.")
  private boolean json;

  DemoCommand(Terminal terminal, Home home, CommandRunner commands) {
    this.terminal = terminal;
    this.commands = commands;
    this.choice = new SystemChoice(home);
  }

  @Override
  public Integer call() throws InterruptedException {
    var options = new UpOptions(offset(), ENVIRONMENT);
    prepareReport();
    var elsewhere = running.endpoints(new Ports(options.portOffset().orElse(0)));
    var found =
        elsewhere.isPresent() ? onRunning(elsewhere.get()) : onSystem(choice.system(), options);
    publish(found);
    if (elsewhere.isPresent()) {
      RunningSystem.urls().forEach(terminal::say);
    }
    return found.passed() ? ExitCode.OK : ExitCode.FAILED;
  }

  private DemoReport onRunning(Endpoints endpoints) throws InterruptedException {
    try (var rest = new Rest()) {
      RunningSystem.requireReady(rest, endpoints);
    }
    try (var _ = new OnInterrupt(() -> release(endpoints))) {
      return play(endpoints, SystemStartUp.BEFORE);
    }
  }

  private DemoReport onSystem(LocalSystem system, UpOptions options) throws InterruptedException {
    boolean stop = !keep && nothingRuns(system);
    try (var _ = new OnInterrupt(() -> stopSilently(system, stop));
        var progress = new ProgressLines(terminal)) {
      var up = system.up(options, progress);
      boolean everything = up.started().size() == Part.values().length;
      return play(system.endpoints(), SystemStartUp.of(up, everything));
    } finally {
      if (stop) {
        stop(system);
      }
    }
  }

  private OptionalInt offset() {
    if (portOffset == null) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(new Ports(portOffset).offset());
    } catch (IllegalArgumentException outOfRange) {
      throw new ParameterException(spec.commandLine(), outOfRange.getMessage(), outOfRange);
    }
  }

  /// A report that cannot be written must be known before, not after, two minutes.
  private void prepareReport() {
    if (report == null) {
      return;
    }
    var folder = report.toAbsolutePath().getParent();
    if (Files.isDirectory(report) || folder == null || !Files.isWritable(folder)) {
      throw new ParameterException(
          spec.commandLine(), "cannot write the report " + report + ": choose another --report");
    }
  }

  private static boolean nothingRuns(LocalSystem system) {
    return system.status().stream().allMatch(it -> it.pid() == null);
  }

  private DemoReport play(Endpoints endpoints, SystemStartUp startUp) throws InterruptedException {
    var run = Long.toString(clock.millis(), 36);
    try (var rest = new Rest()) {
      var shop = new Shop(rest, endpoints);
      var book = new OrderBook(shop, clock, run);
      var story = new Story(terminal);
      var brokers = List.of("--bootstrap-servers", endpoints.bootstrapServers());
      var typed = new Typed(commands, story, brokers);
      var stage = new Stage(run, endpoints, shop, book, story, typed);
      return new Demo(stage, clock).run(startUp);
    }
  }

  private void stop(LocalSystem system) {
    terminal.say("");
    try (var progress = new ProgressLines(terminal)) {
      system.down(progress);
    }
  }

  /// For an interrupt: nothing may stay half done.
  private static void stopSilently(LocalSystem system, boolean stop) {
    if (stop) {
      try {
        system.down(Progress.SILENT);
      } catch (SystemRefusal busy) {
        // a start or a stop is under way, which ends what it has begun
      }
      return;
    }
    release(system.endpoints());
  }

  private static void release(Endpoints endpoints) {
    try (var rest = new Rest()) {
      new Shop(rest, endpoints).releaseRelay(Part.CUSTOMER);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException notUp) {
      // then nothing is held either
    }
  }

  private void publish(DemoReport found) {
    if (report != null) {
      try {
        Files.write(report, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(found));
      } catch (IOException refused) {
        throw new UncheckedIOException("cannot write " + report, refused);
      }
    }
    if (json) {
      terminal.printJson(found);
    } else {
      Table.lines(invariants(found)).forEach(terminal::print);
      terminal.print("");
      Table.lines(figures(found)).forEach(terminal::print);
      terminal.print("measured with " + found.machine());
    }
    terminal.say("");
    found.failures().forEach(it -> terminal.say("FAILED  " + it));
    terminal.say(found.passed() ? "everything holds" : "the demo failed");
  }

  private List<List<String>> invariants(DemoReport found) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("", "INVARIANT", "HOLDS", "SEEN"));
    for (var it : found.invariants()) {
      rows.add(List.of(it.id(), it.name(), it.holds() ? "yes" : "NO", it.detail()));
    }
    return rows;
  }

  private List<List<String>> figures(DemoReport found) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("FIGURE", "MEASURED", "TARGET", "REACHED"));
    for (var it : found.figures()) {
      rows.add(List.of(it.name(), it.measured(), it.aimedAt(), it.reached() ? "yes" : "NO"));
    }
    return rows;
  }
}
