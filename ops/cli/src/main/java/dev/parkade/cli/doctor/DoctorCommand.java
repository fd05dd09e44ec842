package dev.parkade.cli.doctor;

import dev.parkade.cli.system.SystemChoice;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.FreePort;
import dev.parkade.local.LocalSystem;
import dev.parkade.local.Ports;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade doctor`: one line per thing that a local system needs. The exit code is 1 when
/// something is missing without which nothing runs.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Looks for what is missing on this machine, and says which command fixes it.",
    footerHeading = "%nExamples:%n",
    footer = {"  parkade doctor", "  parkade doctor --port-offset 100 --json"})
public final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final SystemChoice choice;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "Looks at the ports that an up with this offset would use.")
  private @Nullable Integer portOffset;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  DoctorCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.choice = new SystemChoice(home);
  }

  private record Report(boolean able, List<Check> checks) {}

  @Override
  public Integer call() {
    var checks = checks(choice.system());
    boolean able = checks.stream().noneMatch(it -> it.verdict() == Check.Verdict.MISSING);
    if (json) {
      terminal.printJson(new Report(able, checks));
    } else {
      checks.forEach(this::print);
    }
    return able ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<Check> checks(LocalSystem system) {
    var ports = portOffset == null ? system.endpoints().ports() : new Ports(portOffset);
    var machine =
        List.of(
            MachineChecks.jdk(),
            MachineChecks.maven(),
            MachineChecks.memory(),
            MachineChecks.disk(choice.dataDirectory()),
            MachineChecks.postgresUser(),
            MachineChecks.postgresBinaries(),
            SystemChecks.build(system),
            SystemChecks.ports(system, ports));
    var docker = new DockerChecks(Program.ofThisMachine(), FreePort::isFree).all();
    return Stream.concat(machine.stream(), docker.stream()).toList();
  }

  private void print(Check check) {
    var verdict =
        switch (check.verdict()) {
          case OK -> terminal.coloured("green", "ok     ");
          case WARNING -> terminal.coloured("yellow", "warning");
          case MISSING -> terminal.coloured("red", "missing");
        };
    terminal.print("%s  %-8s  %s".formatted(verdict, check.name(), check.found()));
    if (!check.fix().isEmpty()) {
      terminal.print(" ".repeat(9) + "fix: " + check.fix());
    }
  }
}
