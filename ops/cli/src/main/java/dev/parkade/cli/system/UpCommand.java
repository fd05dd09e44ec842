package dev.parkade.cli.system;

import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.ProgressLines;
import dev.parkade.cli.terminal.Table;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.local.Endpoints;
import dev.parkade.local.LocalSystem;
import dev.parkade.local.Part;
import dev.parkade.local.Ports;
import dev.parkade.local.UpOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `parkade up`: starts what is not running and prints where it is.
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Starts a broker, PostgreSQL and the four services, waits until all are ready, and leaves"
            + " them running. Starts only what is missing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade up",
      "  parkade up --port-offset 100 --data-dir /tmp/second",
      "  PARKADE_PARKING_MAX_AGE=20s parkade up     payments wait for customers so long (default: 2m)",
    })
public final class UpCommand implements Callable<Integer> {
  /// What the services get from whoever starts them; everything else is this tool's to choose.
  private static final String PARKING_MAX_AGE = "PARKADE_PARKING_MAX_AGE";

  private final Terminal terminal;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final SystemChoice choice;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "Shifts all ports. Default: as the last time in this directory, at first 0.")
  private @Nullable Integer portOffset;

  UpCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.choice = new SystemChoice(home);
  }

  @Override
  public Integer call() {
    var system = choice.system();
    try (var progress = new ProgressLines(terminal)) {
      var up = system.up(new UpOptions(offset(), environment()), progress);
      report(up);
    }
    endpoints(system.endpoints()).forEach(terminal::print);
    sayFirstSteps(system.endpoints());
    return ExitCode.OK;
  }

  private static Map<String, String> environment() {
    return Optional.ofNullable(System.getenv(PARKING_MAX_AGE))
        .map(it -> Map.of(PARKING_MAX_AGE, it))
        .orElse(Map.of());
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

  private void report(LocalSystem.Up up) {
    var took = ProgressLines.seconds(up.took());
    if (up.started().isEmpty()) {
      terminal.say("everything is up already");
    } else if (up.preparing().isZero()) {
      terminal.say("all ready after " + took);
    } else {
      var preparing = ProgressLines.seconds(up.preparing());
      terminal.say("all ready after %s, of which %s once per build".formatted(took, preparing));
    }
  }

  private static List<String> endpoints(Endpoints endpoints) {
    var rows = new ArrayList<List<String>>();
    for (var service : Part.services()) {
      rows.add(List.of(service.label(), endpoints.api(service).toString()));
    }
    rows.add(List.of(Part.KAFKA.label(), endpoints.bootstrapServers()));
    for (var service : Part.services()) {
      var database = endpoints.database(service);
      rows.add(
          List.of(
              Part.POSTGRES.label(),
              "%s  user %s, password %s"
                  .formatted(database.url(), database.username(), database.password())));
    }
    return Table.lines(rows);
  }

  private void sayFirstSteps(Endpoints endpoints) {
    terminal.say(
        """
        try it:
          curl -i -X POST %s/api/v1/customers -H 'Content-Type: application/json' \\
            -d '{"name":"Ada","email":"ada@example.org"}'
        stop it: parkade down"""
            .formatted(endpoints.api(Part.CUSTOMER)));
  }
}
