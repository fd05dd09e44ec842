package dev.parkade.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `parkade bench race`: payments race their customers, in Parkade and in what people use instead.
@Command(
    name = "race",
    mixinStandardHelpOptions = true,
    description =
        "20 %% of the payments come before their customer, who is 0, 5, 50, 500 or 5000 ms late. One"
            + " broker, one database, interleaved repetitions; everything is stopped and deleted"
            + " afterwards.")
final class RaceCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Measured time per contender and repetition. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "12",
      description = "Seconds of the same load before. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--practice",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Seconds per contender of a first round that is not counted, since code is slow at first;"
              + " 0 leaves it out. Default: ${DEFAULT-VALUE}.")
  private int practice;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Payments per second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Default: ${DEFAULT-VALUE}.")
  private int repetitions;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "60000",
      description =
          "Payments of the backlog run, which races nobody; 0 leaves it out. Default:"
              + " ${DEFAULT-VALUE}.")
  private int backlog;

  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      description = "Some of: ${COMPLETION-CANDIDATES}. Default: all.",
      completionCandidates = Contenders.Names.class)
  private @Nullable List<String> contenders;

  @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path report;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Writes the wake times as SVG. Default: beside the report.")
  private @Nullable Path plot;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var plan = plan();
    var drawing = plot != null ? plot : besideReport();
    prepare(report);
    prepare(drawing);
    RaceReport found;
    try (var arena = new Arena()) {
      found = new Race(arena, plan, spec.commandLine().getErr()::println).run();
    }
    print(found, out);
    if (report != null) {
      Files.write(report, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(found));
    }
    if (drawing != null) {
      Files.writeString(drawing, WakePlot.svg(found.contenders()));
    }
    return 0;
  }

  private RacePlan plan() {
    try {
      var chosen = Contenders.named(contenders == null ? Contenders.names() : contenders);
      return new RacePlan(chosen, seconds, warmUp, practice, rate, repetitions, backlog);
    } catch (IllegalArgumentException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  private @Nullable Path besideReport() {
    if (report == null) {
      return null;
    }
    return Path.of(report.toString().replaceFirst("\\.json$", "") + ".svg");
  }

  /// A file that cannot be written must be known before, not after, ten minutes.
  private void prepare(@Nullable Path file) throws IOException {
    if (file == null) {
      return;
    }
    var folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
      throw new ParameterException(spec.commandLine(), "cannot write " + file);
    }
  }

  private static void print(RaceReport found, PrintWriter out) {
    found.lines().forEach(out::println);
    out.flush();
  }
}
