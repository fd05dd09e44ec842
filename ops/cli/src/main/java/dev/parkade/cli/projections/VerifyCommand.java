package dev.parkade.cli.projections;

import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `parkade projections verify`: compares what clients read with what the history says.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares order view, timeline, customers' summaries and the sagas with what the history says,"
          + " while orders go on. Changes nothing.",
      "Prints the first 20 differences, with their ids and both sides, and counts the others."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything follows from the history",
      "1:something differs; or refused, stopped or failed",
      "2:wrong usage",
      "130:interrupted"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  parkade projections verify",
      "  parkade projections verify --json | jq -r '.described[] | select(.where == \"ORDER_VIEW\").id'"
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final OrchestratorChoice choice;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  VerifyCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.choice = new OrchestratorChoice(home);
  }

  @Override
  public Integer call() throws InterruptedException {
    var status = new Following(terminal, choice.orchestrator()).toTheEnd("verify");
    var findings = new Findings(terminal, status);
    if (json) {
      terminal.printJson(status);
    } else {
      findings.print();
      terminal.print("verified: " + findings.seen());
    }
    findings.sayWhatStays();
    if (findings.projectionsDiffer()) {
      terminal.say(
          "not as the history says: %s\n  fix: ops/parkade projections rebuild"
              .formatted(findings.counts()));
    }
    return findings.projectionsDiffer() || findings.sagasDiffer() ? ExitCode.FAILED : ExitCode.OK;
  }
}
