package dev.parkade.cli.projections;

import dev.parkade.cli.system.SystemChoice;
import dev.parkade.cli.terminal.Home;
import dev.parkade.local.Part;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which order-orchestrator a command is about.
final class OrchestratorChoice {
  @Mixin private final SystemChoice choice;

  @Option(
      names = "--management-url",
      paramLabel = "URL",
      description =
          "The management port of an order-orchestrator elsewhere, such as http://orders:9080."
              + " Default: that of the system in --data-dir.")
  private @Nullable URI url;

  OrchestratorChoice(Home home) {
    this.choice = new SystemChoice(home);
  }

  Orchestrator orchestrator() {
    return new Orchestrator(
        url == null ? choice.system().endpoints().management(Part.ORDERS) : url);
  }
}
