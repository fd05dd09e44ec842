package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.OutputOptions;
import dev.parkade.cli.dlq.options.TimeSpan;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.ProgressBar;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.RunEntry;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.OutcomeCounts;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.route.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `parkade dlq status`: what became of what was replayed.
@Command(
    name = "status",
    description = {
      "Says what became of replayed dead letters: handled, duplicate (had taken effect before),"
          + " refused (by a fence or its saga), failed again (a new dead letter), or in flight.",
      "Exit code 4 as long as some failed again or are in flight.",
      "Standard output: one line per run, newest first; with --letters one per dead letter."
    },
    footer = {
      "  parkade dlq status                       the last replays",
      "  parkade dlq status RUN --wait 60s        until all have come to their end",
      "  parkade dlq status RUN --letters -o ndjson | jq -r 'select(.state == \"FAILED_AGAIN\").id'"
    })
final class DlqStatusCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interruption interruption;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "A run, as replay and audit name it. Default: the last ones.")
  private @Nullable String run;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many runs. Default: ${DEFAULT-VALUE}.")
  private int last;

  @Option(names = "--letters", description = "Prints every dead letter of these runs.")
  private boolean letters;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "Waits so long for the ends of those in flight: 30s, 5m.")
  private @Nullable Duration wait;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ConnectionOptions connection;

  DlqStatusCommand(Terminal terminal, Home home, Interruption interruption) {
    this.terminal = terminal;
    this.interruption = interruption;
    this.connection = new ConnectionOptions(home);
  }

  /// A run and what became of what it sent.
  private record Line(
      String run,
      String topic,
      Instant started,
      String who,
      String why,
      long done,
      OutcomeCounts outcomes) {}

  private record Letter(DeadLetterId id, LetterState state, int replays, String run) {}

  @Override
  public Integer call() throws Exception {
    return connection.reading(this::status);
  }

  private int status(Cluster cluster) {
    if (wait != null) {
      await(cluster, wait);
    }
    try (var outcomes = Outcomes.read(cluster.kafka(), Routes.TOPICS)) {
      List<Line> lines =
          chosen(outcomes).stream().map(it -> line(it, outcomes.counts(it.id()))).toList();
      if (lines.isEmpty()) {
        terminal.say("nothing was replayed yet");
        return ExitCode.NOTHING_MATCHED;
      }
      if (letters) {
        printLetters(outcomes, lines.stream().map(Line::run).toList());
      } else {
        print(lines);
      }
      boolean well = lines.stream().allMatch(it -> it.outcomes().allWell());
      return well ? ExitCode.OK : ExitCode.PARTIAL;
    }
  }

  /// A plan of several topics has a run for each, whose id begins with the plan's.
  private List<RunEntry> chosen(Outcomes outcomes) {
    List<RunEntry> replays =
        outcomes.ledger().runs().stream()
            .filter(it -> it.kind() == RunKind.REPLAY || it.kind() == RunKind.EDIT)
            .toList();
    if (run == null) {
      return replays.stream().limit(Math.max(1, last)).toList();
    }
    List<RunEntry> named =
        replays.stream()
            .filter(it -> it.id().equals(run) || it.id().startsWith(run + "."))
            .toList();
    if (named.isEmpty()) {
      throw new Ending(
          ExitCode.NOTHING_MATCHED,
          "no run " + run + " replayed anything",
          "parkade dlq audit lists the runs");
    }
    return named;
  }

  private static Line line(RunEntry run, OutcomeCounts counts) {
    return new Line(run.id(), run.topic(), run.started(), run.who(), run.why(), run.done(), counts);
  }

  private void await(Cluster cluster, Duration limit) {
    interruption.listen(terminal);
    List<String> runs;
    try (var outcomes = Outcomes.read(cluster.kafka(), Routes.TOPICS)) {
      runs = chosen(outcomes).stream().map(RunEntry::id).toList();
    }
    for (String each : runs) {
      try (var progress = new ProgressBar(terminal, "waiting")) {
        Outcomes.follow(
            cluster.kafka(),
            each,
            limit,
            interruption::isRequested,
            counts -> {
              progress.total(counts.total());
              progress.done(counts.ended());
            });
      }
    }
  }

  private void print(List<Line> lines) {
    Rows.print(
        output.on(terminal),
        output.format(),
        lines,
        List.of(
            "STARTED",
            "TOPIC",
            "SENT",
            "HANDLED",
            "DUPLICATE",
            "REFUSED",
            "FAILED AGAIN",
            "IN FLIGHT",
            "RUN",
            "WHY"),
        it ->
            List.of(
                Rows.time(it.started()),
                it.topic(),
                Rows.count(it.done()),
                Rows.count(it.outcomes().handled()),
                Rows.count(it.outcomes().duplicate()),
                Rows.count(it.outcomes().refused()),
                Rows.count(it.outcomes().failedAgain()),
                Rows.count(it.outcomes().inFlight()),
                it.run(),
                it.why()));
  }

  private void printLetters(Outcomes outcomes, List<String> runs) {
    outcomes
        .ledger()
        .letters(
            (id, state, replays, by) -> {
              if (runs.contains(by)) {
                print(new Letter(id, outcomes.stateOf(id), replays, by));
              }
            });
  }

  private void print(Letter letter) {
    if (output.format() == OutputOptions.Format.TABLE) {
      terminal.print(
          "%-24s  %-12s  %s"
              .formatted(
                  letter.id(), letter.state().name().toLowerCase(Locale.ROOT), letter.run()));
    } else {
      terminal.printJsonLine(letter);
    }
  }
}
