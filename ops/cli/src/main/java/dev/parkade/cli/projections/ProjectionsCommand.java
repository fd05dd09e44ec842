package dev.parkade.cli.projections;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `parkade projections …`: what can be done with the query side of order-orchestrator.
@Command(
    name = "projections",
    mixinStandardHelpOptions = true,
    description =
        "Rebuilds and verifies what clients read of orders: order view, timeline and customers'"
            + " summaries, which all follow from the append-only history.",
    subcommands = {RebuildCommand.class, VerifyCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade projections verify     does everything follow from the history?",
      "  parkade projections rebuild    make it so, while orders go on"
    })
public final class ProjectionsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private ProjectionsCommand() {}

  /// Refuses: a subcommand is missing.
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command: rebuild or verify.");
  }
}
