package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.FilterOptions;
import dev.parkade.cli.dlq.options.OutputOptions;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.grouping.Groups;
import dev.parkade.deadletters.grouping.LetterGroup;
import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.outcome.Outcomes;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.showing.Printable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade dlq ls`: what was set aside, grouped by why.
@Command(
    name = "ls",
    description = {
      "Groups dead letters by service, reason, origin, type and message, ids and numbers in it"
          + " folded; open ones unless --state or --any-state says otherwise.",
      "Standard output: the groups, the largest first; with --letters one line per dead letter, as"
          + " they are found."
    },
    footer = {
      "  parkade dlq ls",
      "  parkade dlq ls --service payment --since 2h",
      "  parkade dlq ls --ready                     whose customer exists meanwhile",
      "  parkade dlq ls --letters --reason handler-failed --json '$.amount.amount > 1000'",
      "  parkade dlq ls -o json | jq '.[] | {reason, count, sample}'"
    })
final class LsCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interruption interruption;
  private final Clock clock;

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Option(names = "--letters", description = "Lists the dead letters themselves.")
  private boolean letters;

  @Option(
      names = "--max-groups",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many groups to tell apart at most. Default: ${DEFAULT-VALUE}.")
  private int maxGroups;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ConnectionOptions connection;

  LsCommand(Terminal terminal, Home home, Interruption interruption, Clock clock) {
    this.terminal = terminal;
    this.interruption = interruption;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  /// One dead letter, without its content.
  private record Line(
      DeadLetterId id,
      LetterState state,
      Instant at,
      String reason,
      @Nullable String type,
      @Nullable String order,
      int replays) {}

  @Override
  public Integer call() throws Exception {
    Selection selection = filters.selection(clock.instant());
    return connection.reading(cluster -> list(cluster, selection));
  }

  private int list(Cluster cluster, Selection selection) {
    long count;
    try (var fates = Outcomes.read(cluster.kafka(), Scan.topics(selection));
        var scan = new Scan(cluster, selection, terminal, interruption)) {
      count = letters ? each(scan, fates) : groups(scan, fates);
    }
    if (count == 0) {
      terminal.say("nothing matched: " + Printable.line(selection.describe()));
    }
    return count == 0 ? ExitCode.NOTHING_MATCHED : ExitCode.OK;
  }

  private long groups(Scan scan, Fates fates) {
    var groups = new Groups(fates, Math.max(1, maxGroups));
    long count = scan.each(fates, groups);
    if (count > 0 || output.format() != OutputOptions.Format.TABLE) {
      Rows.print(
          output.on(terminal),
          output.format(),
          groups.groups(),
          List.of("COUNT", "TOPIC", "REASON", "STATE", "OLDEST", "NEWEST", "SAMPLE", "MESSAGE"),
          LsCommand::cells);
    }
    return count;
  }

  private static List<String> cells(LetterGroup group) {
    return List.of(
        Rows.count(group.count()),
        Rows.text(group.topic()),
        Rows.text(group.reason()),
        states(group),
        Rows.time(group.oldest()),
        Rows.time(group.newest()),
        group.sample().text(),
        group.message());
  }

  private static String states(LetterGroup group) {
    return group.states().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .map(
            it ->
                (group.states().size() == 1 ? "" : it.getValue() + " ")
                    + it.getKey().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private long each(Scan scan, Fates fates) {
    var lines = new Lines();
    long count = scan.each(fates, it -> lines.add(line(it, fates)));
    lines.end();
    return count;
  }

  private static Line line(DeadLetter letter, Fates fates) {
    return new Line(
        letter.id(),
        fates.stateOf(letter.id()),
        letter.at(),
        letter.reason(),
        letter.type().orElse(null),
        letter.orderId().orElse(null),
        letter.replays());
  }

  /// Written as they come; a JSON document is an array whose elements stand on lines of their own.
  private final class Lines {
    private boolean first = true;

    void add(Line line) {
      switch (output.format()) {
        case JSON -> {
          terminal.data().print(first ? "[\n" : ",\n");
          terminal.data().print(terminal.jsonLine(line));
        }
        case NDJSON -> terminal.printJsonLine(line);
        case TABLE -> {
          if (first) {
            row("ID", "STATE", "AT", "REASON", "TYPE", "ORDER");
          }
          row(
              line.id().text(),
              line.state().name().toLowerCase(Locale.ROOT),
              Rows.time(line.at()),
              line.reason(),
              Rows.text(line.type()),
              Rows.text(line.order()));
        }
      }
      first = false;
    }

    void end() {
      if (output.format() == OutputOptions.Format.JSON) {
        terminal.print(first ? "[]" : "\n]");
      }
    }

    private void row(String id, String state, String at, String reason, String type, String order) {
      var cells = new ArrayList<String>();
      List.of(id, state, at, reason, type, order).forEach(it -> cells.add(Printable.line(it, 60)));
      terminal.print(
          String.format(Locale.ROOT, "%-24s  %-12s  %-20s  %-22s  %-30s  %s", cells.toArray())
              .stripTrailing());
    }
  }
}
