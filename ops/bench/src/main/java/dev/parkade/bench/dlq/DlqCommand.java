package dev.parkade.bench.dlq;

import dev.parkade.local.Directories;
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

/// `parkade bench dlq`: the tool for dead letters.
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description =
        "Starts a broker, fills its dead-letter topics and says how long the tool takes to start,"
            + " to list, to plan and to replay, also when it is killed and in little memory, beside"
            + " the script that is usually written for this. Stops and deletes the broker"
            + " afterwards. Ends with 1 if something was lost or doubled.")
public final class DlqCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "10",
      description = "Starts of the tool. Default: ${DEFAULT-VALUE}.")
  private int starts;

  @Option(
      names = "--letters",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Dead letters that are listed and replayed. Default: ${DEFAULT-VALUE}.")
  private int letters;

  @Option(
      names = "--peer",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Dead letters that the usual script sends. Default: ${DEFAULT-VALUE}.")
  private int peer;

  @Option(
      names = "--many",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Dead letters that are worked on in little memory; 0 leaves it out. Default:"
              + " ${DEFAULT-VALUE}.")
  private int many;

  @Option(
      names = "--heap",
      paramLabel = "MB",
      defaultValue = "256",
      description = "How little. Default: ${DEFAULT-VALUE}.")
  private int heap;

  @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path report;

  /// For picocli.
  public DlqCommand() {}

  @Override
  public Integer call() throws Exception {
    var plan = plan();
    prepareReport();
    var found = measure(plan);
    var out = spec.commandLine().getOut();
    found.lines().forEach(out::println);
    out.flush();
    if (report != null) {
      Files.write(report, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(found));
    }
    return found.isExact() ? 0 : 1;
  }

  private DlqReport measure(DlqPlan plan) throws IOException, InterruptedException {
    var repository = Path.of(System.getProperty("parkade.home", "")).toAbsolutePath().normalize();
    var directory = Files.createTempDirectory("parkade-bench-dlq-");
    var err = spec.commandLine().getErr();
    try (var broker = new DlqBroker(directory)) {
      var tool = new Tool(repository, directory, broker.bootstrapServers());
      return new DlqRun(broker, tool, directory, plan, err::println).run();
    } finally {
      Directories.delete(directory);
    }
  }

  private DlqPlan plan() {
    try {
      return new DlqPlan(starts, letters, peer, many, heap);
    } catch (IllegalArgumentException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  /// A file that cannot be written must be known before, not after, minutes.
  private void prepareReport() {
    if (report == null) {
      return;
    }
    var folder = report.toAbsolutePath().getParent();
    if (Files.isDirectory(report) || folder == null || !Files.isWritable(folder)) {
      throw new ParameterException(spec.commandLine(), "cannot write " + report);
    }
  }
}
