package dev.parkade.cli.system;

import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Table;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.PartStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade status`: a table of the parts. The exit code is 1 unless all are ready.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Shows every part: process, port, readiness, uptime, log. Exit code 1 unless all are ready.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade status",
      "  parkade status --json | jq '.parts[] | select(.state != \"READY\")'"
    })
public final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Clock clock = Clock.systemUTC();

  @Mixin private final SystemChoice choice;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  StatusCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.choice = new SystemChoice(home);
  }

  private record Row(
      String name,
      PartStatus.State state,
      @Nullable Long pid,
      int port,
      @Nullable Instant startedAt,
      @Nullable Long uptimeSeconds,
      String log) {}

  private record Report(boolean ready, String dataDirectory, List<Row> parts) {}

  @Override
  public Integer call() {
    var now = clock.instant();
    var rows = choice.system().status().stream().map(it -> row(it, now)).toList();
    boolean ready = rows.stream().allMatch(it -> it.state() == PartStatus.State.READY);
    if (json) {
      terminal.printJson(new Report(ready, choice.dataDirectory().toString(), rows));
    } else {
      printTable(rows);
    }
    if (!ready) {
      terminal.say("not everything is ready; parkade up starts what is down");
    }
    return ready ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Row row(PartStatus status, Instant now) {
    var startedAt = status.startedAt();
    var uptime = startedAt == null ? null : Duration.between(startedAt, now).toSeconds();
    return new Row(
        status.part().label(),
        status.state(),
        status.pid(),
        status.port(),
        startedAt,
        uptime,
        status.log().toString());
  }

  private void printTable(List<Row> rows) {
    var cells = new ArrayList<List<String>>();
    cells.add(List.of("PART", "STATE", "PID", "PORT", "UPTIME", "LOG"));
    for (var row : rows) {
      cells.add(
          List.of(
              row.name(),
              row.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              row.pid() == null ? "-" : row.pid().toString(),
              Integer.toString(row.port()),
              row.uptimeSeconds() == null ? "-" : uptime(row.uptimeSeconds()),
              row.log()));
    }
    Table.lines(cells).forEach(terminal::print);
  }

  private static String uptime(long seconds) {
    return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
