package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.FilterOptions;
import dev.parkade.cli.dlq.options.OutputOptions;
import dev.parkade.cli.dlq.options.TimeSpan;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.grouping.Statistics;
import dev.parkade.deadletters.grouping.Statistics.Series;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.Printable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade dlq stats`: how many there were when.
@Command(
    name = "stats",
    description = {
      "Counts dead letters over time, by topic and reason, and says which rise and which fall.",
      "Standard output: one line per topic and reason, the largest first, and their sum."
    },
    footer = {
      "  parkade dlq stats --since 1d --any-state",
      "  parkade dlq stats --service payment --bucket 1h",
      "  parkade dlq stats -o json | jq '.series[] | select(.trend == \"RISING\")'"
    })
final class StatsCommand implements Callable<Integer> {
  private static final String BARS = " ▁▂▃▄▅▆▇█";

  private final Terminal terminal;
  private final Interruption interruption;
  private final Clock clock;

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Option(
      names = "--bucket",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How long a stretch of time is at least: 30s, 5m, 1h. Default: as fits.")
  private @Nullable Duration bucket;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ConnectionOptions connection;

  StatsCommand(Terminal terminal, Home home, Interruption interruption, Clock clock) {
    this.terminal = terminal;
    this.interruption = interruption;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    Selection selection = filters.selection(clock.instant());
    return connection.reading(cluster -> count(cluster, selection));
  }

  private int count(Cluster cluster, Selection selection) {
    var statistics = new Statistics(bucket);
    long count;
    try (var fates = Outcomes.read(cluster.kafka(), Scan.topics(selection));
        var scan = new Scan(cluster, selection, terminal, interruption)) {
      count = scan.each(fates, statistics);
    }
    var report = statistics.report(clock.instant());
    switch (output.format()) {
      case JSON -> terminal.printJson(report);
      case NDJSON -> report.series().forEach(terminal::printJsonLine);
      case TABLE -> {
        if (count > 0) {
          print(report);
        }
      }
    }
    if (count == 0) {
      terminal.say("nothing matched: " + Printable.line(selection.describe()));
    }
    return count == 0 ? ExitCode.NOTHING_MATCHED : ExitCode.OK;
  }

  private void print(Statistics.Report report) {
    List<Series> series = new ArrayList<>(report.series());
    series.add(report.total());
    Rows.print(
        output.on(terminal),
        OutputOptions.Format.TABLE,
        series,
        List.of("COUNT", "TOPIC", "REASON", "TREND", "SINCE " + Rows.time(report.from())),
        it ->
            List.of(
                Rows.count(it.sum()),
                it.topic() == null ? "all" : it.topic(),
                it.reason() == null ? "all" : it.reason(),
                it.trend().name().toLowerCase(Locale.ROOT),
                bars(it.counts()) + "|"));
    terminal.say(
        "one column is " + report.bucket().toString().substring(2).toLowerCase(Locale.ROOT));
  }

  /// One character per stretch of time: nothing, or as high as its share of the highest.
  static String bars(List<Long> counts) {
    long highest = Math.max(1, counts.stream().mapToLong(it -> it).max().orElse(1));
    var bars = new StringBuilder();
    for (long count : counts) {
      long height = count == 0 ? 0 : 1 + count * (BARS.length() - 2) / highest;
      bars.append(BARS.charAt((int) Math.min(height, BARS.length() - 1)));
    }
    return bars.toString();
  }
}
