package dev.parkade.cli.system;

import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.ProgressLines;
import dev.parkade.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade down`: stops everything that `up` started.
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the services, the broker and PostgreSQL, and keeps their data.",
    footerHeading = "%nExamples:%n",
    footer = {"  parkade down", "  parkade down --wipe --data-dir /tmp/second"})
public final class DownCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final SystemChoice choice;

  @Option(names = "--wipe", description = "Deletes the data directory afterwards.")
  private boolean wipe;

  DownCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.choice = new SystemChoice(home);
  }

  @Override
  public Integer call() {
    var system = choice.system();
    try (var progress = new ProgressLines(terminal)) {
      if (system.down(progress).isEmpty()) {
        terminal.say("nothing is running in " + choice.dataDirectory());
      }
    }
    if (wipe) {
      system.wipe();
      terminal.say("deleted " + choice.dataDirectory());
    }
    return ExitCode.OK;
  }
}
