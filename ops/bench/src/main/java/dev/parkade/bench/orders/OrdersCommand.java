package dev.parkade.bench.orders;

import dev.parkade.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `parkade bench orders`: whole orders on the whole system.
@Command(
    name = "orders",
    mixinStandardHelpOptions = true,
    description =
        "Starts the whole system, submits orders over REST at a fixed rate and says how long they"
            + " take and where the time goes; then a backlog, poison records beside orders, and two"
            + " participants that are killed. Stops and deletes the system afterwards. Ends with 1"
            + " if something was lost or doubled or does not add up.")
public final class OrdersCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "20",
      description = "Orders per second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Measured time. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "40",
      description = "Seconds of the same load before. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Orders of the backlog run; 0 leaves it out. Default: ${DEFAULT-VALUE}.")
  private int backlog;

  @Option(
      names = "--poison",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Seconds of orders beside poison records; 0 leaves it out. Default: ${DEFAULT-VALUE}.")
  private int poison;

  @Option(
      names = "--down",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Seconds for which a killed participant stays down; 0 kills nobody. Default:"
              + " ${DEFAULT-VALUE}.")
  private int down;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "A new or empty directory, which is kept. Default: a temporary one.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "Shifts all ports. Default: some that are free.")
  private @Nullable Integer portOffset;

  @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path report;

  /// For picocli.
  public OrdersCommand() {}

  @Override
  public Integer call() throws Exception {
    var plan = plan();
    int offset = offset();
    prepareReport();
    var home = dataDirectory != null ? dataDirectory : Files.createTempDirectory("parkade-bench-");
    var found = measure(plan, home, offset);
    var out = spec.commandLine().getOut();
    found.lines().forEach(out::println);
    out.flush();
    if (report != null) {
      Files.write(report, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(found));
    }
    return found.books().addUp() ? 0 : 1;
  }

  private OrdersReport measure(OrdersPlan plan, Path home, int offset) {
    var err = spec.commandLine().getErr();
    var repository = Path.of(System.getProperty("parkade.home", "")).toAbsolutePath().normalize();
    var system = new BenchSystem(repository, home, offset, err::println);
    try (system;
        var client = new Client(system.endpoints())) {
      return new OrdersRun(system, client, plan, err::println).run();
    } finally {
      if (dataDirectory == null) {
        system.wipe();
      }
    }
  }

  private OrdersPlan plan() {
    try {
      return new OrdersPlan(rate, seconds, warmUp, backlog, poison, down);
    } catch (IllegalArgumentException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  private int offset() {
    try {
      return portOffset == null ? new Ports(0).nextFree().offset() : new Ports(portOffset).offset();
    } catch (IllegalArgumentException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  /// A file that cannot be written must be known before, not after, minutes.
  private void prepareReport() throws IOException {
    if (report == null) {
      return;
    }
    var folder = report.toAbsolutePath().getParent();
    if (Files.isDirectory(report) || folder == null || !Files.isWritable(folder)) {
      throw new ParameterException(spec.commandLine(), "cannot write " + report);
    }
  }
}
