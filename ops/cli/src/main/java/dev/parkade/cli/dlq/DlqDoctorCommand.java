package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.Cluster;
import dev.parkade.cli.dlq.options.ConnectionOptions;
import dev.parkade.cli.dlq.options.OutputOptions;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.inspection.Finding;
import dev.parkade.deadletters.inspection.Inspection;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.deadletters.showing.Printable;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `parkade dlq doctor`: whether dead letters are kept, can be read and can be replayed.
@Command(
    name = "doctor",
    description = {
      "Looks for whatever could keep dead letters from being there, being read or being replayed:"
          + " retention left, compaction on a DLQ, equal partition counts, rights, and operators that"
          + " are at it. Changes nothing. Exit code 1 if there is a problem.",
      "Standard output: what was found, the worst first, with the fix."
    },
    footer = {
      "  parkade dlq doctor",
      "  parkade dlq doctor --profile staging -o json | jq '.[] | select(.level == \"PROBLEM\")'"
    })
final class DlqDoctorCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Clock clock;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ConnectionOptions connection;

  DlqDoctorCommand(Terminal terminal, Home home, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.connection = new ConnectionOptions(home);
  }

  @Override
  public Integer call() throws Exception {
    return connection.reading(this::look);
  }

  private int look(Cluster cluster) {
    List<Finding> findings = Inspection.of(cluster.kafka(), Routes.TOPICS, clock);
    var on = output.on(terminal);
    switch (output.format()) {
      case TABLE -> findings.forEach(it -> print(on, it));
      case JSON -> on.printJson(findings);
      case NDJSON -> findings.forEach(on::printJsonLine);
    }
    boolean well = findings.stream().noneMatch(it -> it.level() == Finding.Level.PROBLEM);
    return well ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void print(Terminal on, Finding finding) {
    String style =
        switch (finding.level()) {
          case OK -> "green";
          case WARNING -> "yellow";
          case PROBLEM -> "red";
        };
    String level = "%-7s".formatted(finding.level().name().toLowerCase(Locale.ROOT));
    on.print(
        "%s  %s: %s"
            .formatted(
                on.coloured(style, level),
                Printable.line(finding.subject()),
                Printable.line(finding.what())));
    if (finding.fix() != null) {
      on.print("         fix: " + Printable.line(finding.fix()));
    }
  }
}
